import { parseArgs } from "node:util";
import { Connection } from "./connection.ts";
import type { LoadReport } from "./offer.ts";

/*
 * A process of its own that asks the gate. Without --rate every connection asks again as soon as it was answered
 * (saturation). With --rate requests are due at fixed times whatever the server does, and latency counts from when
 * a request was due: a server that stalls is charged for everyone who would have come meanwhile.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string" },
    connections: { type: "string" },
    seconds: { type: "string" },
    rate: { type: "string" },
    services: { type: "string" },
    /** Milliseconds between two scrapes of /metrics. */
    scrape: { type: "string" },
  },
});
const port = Number(values.port);
const lasting = Number(values.seconds) * 1_000;
const services = Number(values.services);

const request = (path: string) => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`;
const questions = Array.from({ length: services }, (_, n) =>
  request(`/api/v1/gate?service=service-${n}&environment=production&change=feature`),
);

const latencies: number[] = [];
let asked = 0;
let failed = 0;

const fail = (reason: string): never => {
  throw new Error(reason);
};
const connections = await Promise.all(
  Array.from({ length: Number(values.connections) }, () => Connection.open(port, fail)),
);

/** Scattered over all services, so that no answer is the one just given. */
const nextQuestion = (): string => questions[(asked++ * 7_919) % services]!;

function ask(connection: Connection, due: number, then: () => void): void {
  connection.get(nextQuestion(), (status) => {
    latencies.push(performance.now() - due);
    if (status !== 200) failed += 1;
    then();
  });
}

/** Resolves when time is up and every connection was answered. */
const saturate = (end: number): Promise<unknown> =>
  Promise.all(
    connections.map(
      (connection) =>
        new Promise<void>((resolve) => {
          const again = () => {
            const now = performance.now();
            if (now >= end) resolve();
            else ask(connection, now, again);
          };
          again();
        }),
    ),
  );

/** Requests that are due wait here for a free connection; their latency has begun. */
const offer = (begin: number, end: number, rate: number): Promise<void> =>
  new Promise((resolve) => {
    const idle = [...connections];
    const due: number[] = [];
    let scheduled = 0;
    const send = () => {
      while (idle.length > 0 && due.length > 0) {
        // In turn: one left idle would be closed by the server.
        const connection = idle.shift()!;
        ask(connection, due.shift()!, () => {
          idle.push(connection);
          send();
        });
      }
    };
    const tick = () => {
      const now = performance.now();
      for (; begin + (scheduled * 1_000) / rate <= Math.min(now, end); scheduled += 1)
        due.push(begin + (scheduled * 1_000) / rate);
      send();
      // A timer's millisecond is granularity enough, and leaves the core to the Prometheus that is asked beside.
      if (now < end || due.length > 0 || idle.length < connections.length) setTimeout(tick, 1);
      else resolve();
    };
    tick();
  });

const scrapes: number[] = [];
const scrapeUntil = async (end: number, every: number): Promise<void> => {
  for (let due = performance.now(); due < end; due += every) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const begin = performance.now();
    await (await fetch(`http://127.0.0.1:${port}/metrics`)).arrayBuffer();
    scrapes.push(performance.now() - begin);
  }
};

const begin = performance.now();
const end = begin + lasting;
await Promise.all([
  values.rate === undefined ? saturate(end) : offer(begin, end, Number(values.rate)),
  ...(values.scrape === undefined ? [] : [scrapeUntil(end, Number(values.scrape))]),
]);
const took = (performance.now() - begin) / 1_000;
for (const connection of connections) connection.close();

latencies.sort((a, b) => a - b);
const quantile = (share: number) =>
  latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))]!;
const report: LoadReport = {
  answered: latencies.length,
  failed,
  perSecond: latencies.length / took,
  p50: quantile(0.5),
  p90: quantile(0.9),
  p99: quantile(0.99),
  p999: quantile(0.999),
  slowest: latencies.at(-1)!,
  scrapes: scrapes.length,
  slowestScrape: scrapes.length === 0 ? 0 : Math.max(...scrapes),
};
process.stdout.write(JSON.stringify(report));
