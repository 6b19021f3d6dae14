import { join } from "node:path";
import {
  both,
  type Count,
  counter,
  day,
  during,
  hour,
  minute,
  outside,
  share,
  type Span,
  steady,
} from "../../../kit/history.ts";
import type { HistorySeries } from "../../../kit/remote-write.ts";
import { repository } from "../../../kit/tools.ts";
import { compileDefinitions } from "../../../src/compile/compile.ts";
import { defaultOptions } from "../../../src/compile/options.ts";
import { readSpecs } from "../../../src/files/read.ts";
import { loadDefinitions } from "../../../src/spec/load.ts";
import type { Contribution } from "../../setup/contribution.ts";

export const plannedSpecs = join(repository, "test", "system", "specs", "corrections");

export const regions = ["eu", "us"] as const;
export type Region = (typeof regions)[number];

/** Requests a second in each region, and the share of them that always fails. */
export const pace = 10;
export const always = 0.002;

/** When each region was down whole, off the ledger's grid; `now` is where the written past ends. */
export const outagesAt = (now: number): Readonly<Record<Region, Span>> => {
  const start = Math.floor(now / minute) * minute;
  return {
    eu: { from: start - 30 * hour + 37, to: start - 29 * hour + 37 },
    us: { from: start - 20 * hour + 11, to: start - 19.5 * hour + 11 },
  };
};

/** Three days of two regions, good and bad requests apart. */
export function plannedSeries({ to }: Pick<Span, "to">, now: number): HistorySeries[] {
  const outages = outagesAt(now);
  return regions.flatMap((region, index) => {
    const down = [outages[region]];
    const requests: Count = steady(pace);
    const failing = both(share(always, outside(down, requests)), during(down, requests));
    const healthy = share(1 - always, outside(down, requests));
    const line = (code: string, count: Count) =>
      counter({
        labels: { __name__: "http_requests_total", job: "planned", region, code },
        from: now - 3 * day,
        to,
        count,
        scrapes: { every: 15, phase: 4 + index },
      });
    return [line("200", healthy), line("500", failing)];
  });
}

export const contribution: Contribution = {
  raw: ({ to }) => plannedSeries({ to }, to - hour),
  rules: async () => {
    const { files } = await readSpecs([plannedSpecs]);
    const { definitions, diagnostics } = loadDefinitions(files);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length > 0)
      throw new Error(`the planned service's specs are broken: ${JSON.stringify(errors)}`);
    return compileDefinitions(definitions, defaultOptions)
      .filter(({ path }) => path.startsWith("rules/"))
      .map(({ text }) => text);
  },
};
