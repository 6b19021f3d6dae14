import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Started {
  /** What a test needs to know of it; goes over as JSON. */
  readonly facts: unknown;
  readonly stop: () => Promise<void>;
}

export interface Lazy {
  readonly url: string;
  /** Stops what was started. */
  readonly close: () => Promise<void>;
}

/**
 * Starts what many tests share when the first of them asks for it by its name, `GET /NAME`, and once only: whoever
 * runs a test without a browser does not wait for one.
 */
export async function openLazy(starts: Readonly<Record<string, () => Promise<Started>>>): Promise<Lazy> {
  const started = new Map<string, Promise<Started>>();
  const ask = (name: string): Promise<Started> => {
    const start = starts[name];
    if (start === undefined) return Promise.reject(new Error(`nobody knows how to start "${name}"`));
    const running = started.get(name) ?? start();
    started.set(name, running);
    return running;
  };
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    ask(request.url?.slice(1) ?? "").then(
      ({ facts }) => answer(200, facts),
      (error: unknown) => answer(500, error instanceof Error ? error.message : String(error)),
    );
  });
  // The first to ask waits for the whole start.
  server.requestTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      // What did not start, there is nothing to stop of.
      const stops = [...started.values()].map((each) =>
        each.then(
          ({ stop }) => stop(),
          () => undefined,
        ),
      );
      await Promise.all(stops);
    },
  };
}
