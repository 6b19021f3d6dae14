import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { testRules } from "../../../kit/promtool.ts";
import { generations } from "../../../kit/tools.ts";
import { compileSlo } from "../../../src/compile/slo-rules.ts";
import { defaultOptions } from "../../../src/compile/options.ts";
import { groupsText } from "../../../src/compile/yaml.ts";
import { measured } from "../../../src/model/composite.ts";
import { alert, label, series } from "../../../src/model/names.ts";
import type { Sli, Slo } from "../../../src/model/slo.ts";
import { counter, selects, slo } from "../../support/slos.ts";
import { says, testFileOf, type Expectation } from "../../rules/scenario.ts";

/**
 * Story 9, seen whole: availability, latency and errors of a payment service each keep their own promise of 99 %, and
 * 2.3 % of the payments go wrong all the same. `all` of the three counts each payment once.
 */
const count = (matchers: Readonly<Record<string, string>> = {}) =>
  selects(counter("payment_seconds_count", { job: "payments", ...matchers }));
const failing = (code: string): Sli => ({
  kind: "ratio",
  counts: "bad",
  part: count({ code }),
  total: count(),
});
const promise = (name: string, sli: Sli): Slo =>
  slo({ service: "payments", name, objective: "99%", window: "7d", sli });

const parts = [
  promise("availability", failing("~5..")),
  promise("latency", {
    kind: "latency",
    histogram: counter("payment_seconds", { job: "payments" }),
    threshold: 0.5,
  }),
  promise("errors", failing("402")),
];
const experience = promise("experience", {
  kind: "all",
  members: parts.map((part) => ({ slo: measured(part), weight: 1 })),
  missing: "noData",
});

/** 1000 payments a scrape: 7 fail, 9 are declined by mistake, and 8 of the others are slow. One of the 7 is slow, too. */
const payments = Object.fromEntries(
  [
    { code: "200", all: 984, fast: 976 },
    { code: "500", all: 7, fast: 6 },
    { code: "402", all: 9, fast: 9 },
  ].flatMap(({ code, all, fast }) => [
    [`payment_seconds_count{job="payments",code="${code}"}`, `100000+${all}x620`],
    [`payment_seconds_bucket{job="payments",code="${code}",le="0.5"}`, `100000+${fast}x620`],
  ]),
);

const burning = (at: string, name: string, firing: 0 | 1): Expectation => ({
  at,
  expr: `count(${series.alerts}{alertname="${alert.burn}", ${label.name}="${name}", alertstate="firing"} > 0) > bool 0 or vector(0)`,
  samples: { "{}": firing },
});
const ofExperience = (metric: string, more = "") => `${metric}{${label.name}="experience"${more}}`;
const spentBy = (name: string) =>
  ofExperience(series.memberBad, `, ${label.member}="payments.${name}.production"`);

const story = {
  title: "each part keeps its promise, and the whole does not",
  slo: experience,
  every: "2m30s",
  scrape: "30s",
  input: payments,
  expect: [
    ...parts.map(({ name }) => burning("5h", name, 0)),
    burning("5h", "experience", 1),
    // Of 5000 payments an interval: 35 failed, 45 declined, 40 slow among the rest; never 35 + 45 + 45.
    says("5h", ofExperience(series.ledgerTotal), 5_000),
    says("5h", ofExperience(series.ledgerBad), 120),
    says("5h", spentBy("availability"), 35),
    says("5h", spentBy("latency"), 40),
    says("5h", spentBy("errors"), 45),
  ],
};

describe("a payment service whose parts look well", () => {
  it.each(generations)(
    "is seen by all of its parts together, which count each payment once (Prometheus %s)",
    async (generation) => {
      const folder = temporaryFolder("together");
      const groups = [...parts, experience].flatMap((each) => compileSlo(each));
      writeFileSync(join(folder, "rules.yaml"), groupsText(groups, defaultOptions.prometheusVersion));
      writeFileSync(join(folder, "test.json"), testFileOf(story, "rules.yaml"));
      const { output, ok } = await testRules(generation, ["test.json"], folder);
      removeFolder(folder);
      expect(ok, output).toBe(true);
    },
    300_000,
  );
});
