import { randomUUID } from "node:crypto";

/** How far an order has come; the last step is the one that no counter of the shop watches. */
export type OrderState = "created" | "authorised" | "captured" | "verified";

export interface Order {
  id: string;
  book: string;
  state: OrderState;
}

/** What can be made to go wrong, each alone or with others. */
export interface StorefrontFaults {
  /** Payments are created, authorised and captured, and never verified: every answer is still a 200. */
  neverVerified: boolean;
  /** The account page comes without its token. */
  noToken: boolean;
  /** Every order is answered 500. */
  brokenPayment: boolean;
  /** The shop window's button does nothing: no request is made that could fail. */
  deadButton: boolean;
  /** Added to every answer. */
  latencyMs: number;
}

export const noStorefrontFaults: StorefrontFaults = {
  neverVerified: false,
  noToken: false,
  brokenPayment: false,
  deadButton: false,
  latencyMs: 0,
};

interface Session {
  token: string;
  basket?: string;
}

/** Sessions and orders in memory, as a shop of one process has them; the oldest make room. */
export function createBooks(limit = 1_000) {
  const sessions = new Map<string, Session>();
  const orders = new Map<string, Order>();
  const keep = <Value>(all: Map<string, Value>, id: string, value: Value): void => {
    all.set(id, value);
    const [oldest] = all.keys();
    if (all.size > limit && oldest !== undefined) all.delete(oldest);
  };
  return {
    open: (): string => {
      const id = randomUUID();
      keep(sessions, id, { token: randomUUID() });
      return id;
    },
    session: (id: string): Session | undefined => sessions.get(id),
    order: (book: string, state: OrderState): Order => {
      const order = { id: randomUUID(), book, state };
      keep(orders, order.id, order);
      return order;
    },
    find: (id: string): Order | undefined => orders.get(id),
    cancel: (id: string): boolean => orders.delete(id),
    /** Orders nobody cancelled: what a journey that cleans up leaves at none. */
    left: (): number => orders.size,
  };
}
export type Books = ReturnType<typeof createBooks>;
