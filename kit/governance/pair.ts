import { type NinesServer, startNines } from "../nines.ts";
import { until } from "../until.ts";
import type { Company } from "./company.ts";
import { leads } from "./leads.ts";

/** Two replicas of one company. */
export interface Pair {
  readonly urls: readonly [string, string];
  readonly leader: () => Promise<NinesServer>;
  readonly other: (than: NinesServer) => NinesServer;
  /** Starts a killed one again where it was. */
  readonly revive: (gone: NinesServer) => Promise<NinesServer>;
  /** Resolves once both have finished a cycle. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** It has had its first cycle; without a Prometheus it never says that it is ready. */
const hasCycled = async (url: string): Promise<boolean> =>
  ((await (await fetch(`${url}/readyz`)).json()) as { cycle?: unknown }).cycle !== undefined;

export async function startPair({ serve }: Company): Promise<Pair> {
  const replicas = [await startNines(serve), await startNines(serve)];
  const urls: [string, string] = [replicas[0]!.url, replicas[1]!.url];
  const leading = async (): Promise<NinesServer | undefined> => {
    for (const replica of replicas) if (await leads(replica.url)) return replica;
    return undefined;
  };
  return {
    urls,
    leader: () => until(leading, { what: "one of them leads" }),
    other: (than) => replicas.find((each) => each !== than)!,
    revive: async (gone) => {
      await gone.stop();
      return (replicas[replicas.indexOf(gone)] = await startNines(serve, gone.port));
    },
    settled: async () => {
      const all = async () => (await Promise.all(urls.map(hasCycled))).every(Boolean);
      await until(all, { what: "both have finished a cycle" });
    },
    stop: async () => {
      await Promise.all(replicas.map((each) => each.stop()));
    },
  };
}
