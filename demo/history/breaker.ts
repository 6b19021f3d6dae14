import type { HistorySeries } from "../../kit/remote-write.ts";
import { breakerMetric, breakerStates } from "../shop/catalogue.ts";
import { scrapeTimes, targetOf, type Scrapes } from "./counters.ts";

/** The breaker between payments and its database in the last hours: nothing has opened it. */
export function writeBreaker(scrapes: Scrapes): HistorySeries[] {
  const times = Float64Array.from(scrapeTimes(scrapes), (at) => at * 1_000);
  return breakerStates.map((state) => ({
    labels: { __name__: breakerMetric.state, ...targetOf("payments", scrapes), name: "database", state },
    times,
    values: new Float64Array(times.length).fill(state === "closed" ? 1 : 0),
  }));
}
