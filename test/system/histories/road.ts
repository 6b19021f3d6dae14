import { join } from "node:path";
import {
  type Count,
  counter,
  day,
  diurnal,
  during,
  hour,
  minute,
  outside,
  repeated,
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

export const roadSpecs = join(repository, "test", "system", "specs", "road");

/** Requests a second of one service, how many of them fail, and where its scrapes lie. */
interface Story {
  requests: Count;
  /** Share of requests that fail, over which spans; the whole span when none is given. */
  errors: number;
  when?: readonly Span[];
  phase: number;
  lives?: Partial<Span>;
  resets?: readonly number[];
}

/** `now` is where the written past ends. */
const storiesAt = ({ from }: Span, now: number): Readonly<Record<string, Story>> => ({
  exact: {
    requests: diurnal(20, 0.6),
    errors: 0.4,
    // An outage of three hours, one night ten days ago, and a burst of a minute every day at noon.
    when: [
      { from: now - 10 * day, to: now - 10 * day + 3 * hour },
      ...repeated({ from, to: now - 11 * day }, day, minute, 12 * hour),
    ],
    phase: 7,
    resets: repeated({ from, to: now }, day, 1, 4 * hour + 11).map((span) => span.from),
  },
  fresh: {
    requests: steady(10),
    errors: 1,
    when: [{ from: now - hour, to: now - hour + 5 * minute }],
    phase: 3,
    lives: { from: now - 2 * hour },
  },
  watchful: { requests: steady(100), errors: 0.0006, phase: 1 },
  cautious: { requests: steady(100), errors: 0.0008, phase: 2 },
  restricted: { requests: steady(100), errors: 0.00094, phase: 5 },
  frozen: { requests: steady(100), errors: 0.0013, phase: 8 },
  burning: {
    requests: steady(20),
    errors: 0.3,
    when: [{ from: now - 1.5 * hour, to: now + day }],
    phase: 11,
  },
  caller: { requests: steady(20), errors: 0.001, phase: 13 },
  idle: { requests: () => 0, errors: 0, phase: 4 },
  ended: { requests: steady(10), errors: 0.0001, phase: 6, lives: { to: now - 30 * minute } },
  week: { requests: steady(50), errors: 0.02, when: [{ from: now - 6 * day, to: now + day }], phase: 9 },
});

export const roadSeries = (span: Span, now: number): HistorySeries[] =>
  Object.entries(storiesAt(span, now)).flatMap(([name, story]) => {
    const { requests, errors, when, phase, lives = {}, resets = [] } = story;
    const failing = share(errors, when === undefined ? requests : during(when, requests));
    const healthy = share(1 - errors, when === undefined ? requests : during(when, requests));
    const good: Count = when === undefined ? healthy : (at) => healthy(at) + outside(when, requests)(at);
    const life = { ...span, ...lives };
    const line = (code: string, count: Count) =>
      counter({
        ...life,
        labels: { __name__: "http_requests_total", job: `road-${name}`, code },
        count,
        scrapes: { every: 15, phase },
        resets,
      });
    return [line("200", good), line("500", failing)];
  });

const definitions = async () => {
  const { files } = await readSpecs([roadSpecs]);
  const loaded = loadDefinitions(files);
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(`the road's specs are broken: ${JSON.stringify(errors)}`);
  return loaded.definitions;
};

export const compiledRoad = async () => compileDefinitions(await definitions(), defaultOptions);

export const contribution: Contribution = {
  raw: ({ from, to }) => roadSeries({ from, to }, to - hour),
  rules: async () =>
    (await compiledRoad()).filter(({ path }) => path.startsWith("rules/")).map(({ text }) => text),
  alertmanager: async () => (await compiledRoad()).find(({ path }) => path === "alertmanager.yaml")?.text,
};
