import { Agent, request, type Dispatcher } from "undici";
import { regions } from "./catalogue.ts";

export interface Customer {
  /** Requests a second. */
  perSecond: number;
  /** The n-th request of this kind of customer. */
  ask(n: number, dispatcher: Dispatcher): Promise<Dispatcher.ResponseData>;
}

export interface LoadReport {
  sent: number;
  answered: number;
  /** Connections refused, dropped or timed out. */
  unanswered: number;
  /** Requests not sent because too many were waiting: the load is bounded, whatever the shop does. */
  heldBack: number;
}

export interface Load {
  report(): LoadReport;
  /** Sends no more, waits for what is under way, closes every connection. */
  stop(): Promise<LoadReport>;
}

const tickMs = 50;
const maxWaiting = 64;

/** Customers at a steady rate, whatever the answers: a slow shop is not spared by waiting for it. */
export function startLoad(customers: readonly Customer[]): Load {
  const dispatcher = new Agent({ connections: maxWaiting, headersTimeout: 5_000, bodyTimeout: 5_000 });
  const waiting = new Set<Promise<void>>();
  const tally: LoadReport = { sent: 0, answered: 0, unanswered: 0, heldBack: 0 };
  const began = performance.now();
  const due = customers.map(() => 0);

  const send = async (customer: Customer, n: number): Promise<void> => {
    try {
      const { body } = await customer.ask(n, dispatcher);
      await body.dump();
      tally.answered += 1;
    } catch {
      tally.unanswered += 1;
    }
  };
  const launch = (customer: Customer, n: number): void => {
    if (waiting.size >= maxWaiting) return void (tally.heldBack += 1);
    tally.sent += 1;
    const sending: Promise<void> = send(customer, n).finally(() => waiting.delete(sending));
    waiting.add(sending);
  };
  const tick = (): void => {
    const elapsed = (performance.now() - began) / 1_000;
    customers.forEach((customer, index) => {
      const owed = Math.floor(elapsed * customer.perSecond);
      for (let n = due[index] ?? 0; n < owed; n += 1) launch(customer, n);
      due[index] = owed;
    });
  };
  const timer = setInterval(tick, tickMs);
  return {
    report: () => ({ ...tally }),
    stop: async () => {
      clearInterval(timer);
      await Promise.all(waiting);
      await dispatcher.close();
      return { ...tally };
    },
  };
}

/** People who order books, in every region in turn. */
export const buyers = (checkoutUrl: string, perSecond: number): Customer => ({
  perSecond,
  ask: (n, dispatcher) =>
    request(`${checkoutUrl}/orders`, {
      dispatcher,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ book: "Middlemarch", region: regions[n % regions.length] }),
    }),
});

/** People who look for books. */
export const browsers = (searchUrl: string, perSecond: number): Customer => ({
  perSecond,
  ask: (n, dispatcher) =>
    request(`${searchUrl}/search?q=${["emma", "wal", "dick", "u"][n % 4]}`, { dispatcher }),
});
