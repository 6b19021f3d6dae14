import { describe, expect, it } from "vitest";
import { measured, type CompositeSli } from "../../src/model/composite.ts";
import { formatSelector } from "../../src/model/promql.ts";
import { isStream, requestStream } from "../../src/model/request-stream.ts";
import { eventUnit, type Sli, type Slo } from "../../src/model/slo.ts";
import { badRatio, computes, counter, duration, rateOf, selects, slo } from "../support/slos.ts";

const job = { job: "shop" };
const count = (more: Readonly<Record<string, string>> = {}) =>
  selects(counter("request_seconds_count", { ...job, ...more }));
const failures: Sli = { kind: "ratio", counts: "bad", part: count({ code: "~5.." }), total: count() };
const refusals: Sli = { kind: "ratio", counts: "bad", part: count({ code: "429" }), total: count() };
const within = (threshold: number, more: object = {}): Sli => ({
  kind: "latency",
  histogram: counter("request_seconds", job),
  threshold,
  ...more,
});

type Part = readonly [name: string, sli: Sli, changes?: Partial<Pick<Slo, "budgeting" | "presence">>];
const all = (...parts: readonly Part[]): CompositeSli => ({
  kind: "all",
  members: parts.map(([name, sli, changes]) => ({
    slo: measured(slo({ service: "shop", name, sli, ...changes })),
    weight: 1,
  })),
  missing: "noData",
});

/** The steps as `member: selector ≤ threshold`, or why there are none. */
function shown(sli: CompositeSli): readonly string[] | string {
  const found = requestStream(sli);
  if (!isStream(found)) return found.because;
  return found.steps.map(({ member, matchers, threshold }) => {
    const bucket = threshold === undefined ? "" : ` ≤ ${threshold}`;
    return `${member.split(".")[1] ?? ""}: ${formatSelector({ ...found.total, matchers })}${bucket}`;
  });
}

describe("members that look at one stream of requests", () => {
  it("are an availability on a histogram's own counter, and a latency on the histogram", () => {
    const sli = all(["failures", failures], ["fast", within(0.3)]);
    expect(shown(sli)).toEqual([
      'failures: request_seconds_count{job="shop", code!~"5.."}',
      'fast: request_seconds_count{job="shop", code!~"5.."} ≤ 0.3',
    ]);
    expect(eventUnit(sli)).toBe("events");
  });

  it("are several kinds of failures of one counter", () => {
    expect(shown(all(["failures", failures], ["refusals", refusals]))).toEqual([
      'failures: request_seconds_count{job="shop", code!~"5.."}',
      'refusals: request_seconds_count{job="shop", code!~"5..", code!="429"}',
    ]);
  });

  it("are several thresholds: the lowest so far counts", () => {
    expect(shown(all(["fast", within(0.3)], ["slower", within(1)]))).toEqual([
      'fast: request_seconds_count{job="shop"} ≤ 0.3',
      'slower: request_seconds_count{job="shop"} ≤ 0.3',
    ]);
  });

  it("may leave out of their total what another member calls bad, and then come after it", () => {
    const successes = within(0.3, {
      histogram: {
        metric: "request_seconds",
        matchers: [
          { label: "job", op: "=", value: "shop" },
          { label: "code", op: "!~", value: "5.." },
        ],
      },
    });
    expect(shown(all(["fast", successes], ["failures", failures]))).toEqual([
      'failures: request_seconds_count{job="shop", code!~"5.."}',
      'fast: request_seconds_count{job="shop", code!~"5.."} ≤ 0.3',
    ]);
    expect(shown(all(["fast", successes], ["slower", within(1)]))).toContain("counts other requests than");
  });

  it("are those of an all within all", () => {
    const inner = all(["failures", failures], ["refusals", refusals]);
    expect(shown(all(["inner", inner], ["fast", within(0.3)]))).toEqual([
      'inner: request_seconds_count{job="shop", code!~"5..", code!="429"}',
      'fast: request_seconds_count{job="shop", code!~"5..", code!="429"} ≤ 0.3',
    ]);
  });
});

describe("requests that cannot be told apart", () => {
  const sliced = { budgeting: { kind: "ratioTimeslices", slice: duration("2m") } } as const;
  it.each<[string, CompositeSli, string]>([
    ["other series", all(["a", badRatio("shop")], ["b", within(0.3)]), "reads request_seconds_count and"],
    ["slices", all(["a", failures, sliced], ["b", within(0.3)]), "counts slices"],
    [
      "a gauge",
      all(["a", failures], ["b", { kind: "gauge", selector: counter("up") }]),
      "no requests (gauge)",
    ],
    [
      "PromQL",
      all(["a", { kind: "ratio", counts: "bad", part: computes(rateOf(counter("x"))), total: count() }]),
      "PromQL of its own",
    ],
    [
      "two labels",
      all(["a", { kind: "ratio", counts: "bad", part: count({ code: "500", path: "/" }), total: count() }]),
      "by more than one label",
    ],
    [
      "another counter of failures",
      all([
        "a",
        { kind: "ratio", counts: "bad", part: selects(counter("errors_total", job)), total: count() },
      ]),
      "by another series than all events",
    ],
    ["native buckets", all(["a", failures], ["b", within(0.3, { type: "native" })]), "native histogram"],
    ["presence", all(["a", failures, { presence: counter("up") }], ["b", within(0.3)]), "the same presence"],
  ])("say why: %s", (_what, sli, reason) => {
    expect(shown(sli)).toContain(reason);
    expect(eventUnit(sli)).toBe("seconds");
  });
});
