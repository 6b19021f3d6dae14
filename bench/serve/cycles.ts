import { until } from "../../kit/until.ts";
import { metric } from "../../src/model/names.ts";

export interface Cycle {
  /** Seconds. */
  took: number;
  /** Of all queries since the server started. */
  queries: number;
  finishedAt: number;
}

const sumOf = (text: string, name: string): number =>
  [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, "gm"))].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );

async function lastCycle(url: string): Promise<Cycle | undefined> {
  const text = await (await fetch(`${url}/metrics`)).text();
  if (!(sumOf(text, metric.cycleLast) > 0)) return undefined;
  return {
    took: sumOf(text, metric.cycleDuration),
    queries: sumOf(text, metric.queries),
    finishedAt: sumOf(text, metric.cycleLast),
  };
}

/** The newest cycle, and `count` more as they end, as the server's own metrics tell. */
export async function watchCycles(url: string, count: number): Promise<Cycle[]> {
  const seen = [await until(() => lastCycle(url), { what: "the first cycle has ended", timeout: 60_000 })];
  await until(
    async () => {
      const cycle = await lastCycle(url);
      if (cycle !== undefined && cycle.finishedAt > seen.at(-1)!.finishedAt) seen.push(cycle);
      return seen.length > count;
    },
    { what: `${count} cycles have ended`, timeout: 180_000, every: 250 },
  );
  return seen;
}

export interface Census {
  slos: number;
  unknown: number;
}

/** SLOs that the server watches, and how many of them it knows nothing of. */
export async function census(url: string): Promise<Census> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return { slos: sumOf(text, metric.slos), unknown: sumOf(text, `${metric.slos}\\{state="unknown"\\}`) };
}
