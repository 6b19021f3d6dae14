import { describe, expect, it } from "vitest";
import type { Expression } from "../../../src/model/promql.ts";
import { definitionsOf, load, onlySlo, service } from "../setup/load.ts";

const quoted = (promql: string): string => `'${promql.replaceAll("'", "''")}'`;

/** The expression as the compiler gets it. */
function read(promql: string): Expression {
  const { sli } = onlySlo(definitionsOf(service({ slo: `sli: { errorRatio: ${quoted(promql)} }` })));
  if (sli.kind !== "errorRatio") throw new Error("an errorRatio was written");
  return sli.expression;
}
const segments = (promql: string) => read(promql).segments;
const warningsOf = (bad: string, more = "") =>
  load(
    service({ slo: `sli: { ratio: { bad: ${quoted(bad)}, total: requests_total } }\n      ${more}` }),
  ).diagnostics.filter(({ code }) => code !== "missing-runbook");

describe("an expression", () => {
  it("is taken apart into text and whole growth nodes", () => {
    expect(
      segments('sum(rate(a_total{x="y"}[$window])) / sum(increase(b_total[$window] offset 5m))'),
    ).toEqual([
      { kind: "text", text: "sum(" },
      {
        kind: "growth",
        function: "rate",
        selector: { metric: "a_total", matchers: [{ label: "x", op: "=", value: "y" }] },
      },
      { kind: "text", text: ") / sum(" },
      { kind: "growth", function: "increase", selector: { metric: "b_total", matchers: [] }, offset: 300 },
      { kind: "text", text: ")" },
    ]);
  });

  it("keeps a range with the selector it belongs to, since an offset may only follow the range", () => {
    expect(segments("avg_over_time(up[$window] offset 1h)")).toEqual([
      { kind: "text", text: "avg_over_time(" },
      { kind: "selector", selector: { metric: "up", matchers: [] }, range: true, offset: 3_600 },
      { kind: "text", text: ")" },
    ]);
  });

  it("leaves $window free where it is the range of a subquery", () => {
    expect(segments("max_over_time(rate(a_total[$window])[$window:30s])").map(({ kind }) => kind)).toEqual([
      "text",
      "growth",
      "text",
      "window",
      "text",
    ]);
  });

  it("loses its comments, which would swallow whatever is joined to their line", () => {
    const text = "# all\nsum(rate(a_total[$window])) # mine\n/ sum(rate(b_total[$window])) # yours";
    const { sli } = onlySlo(
      definitionsOf(service({ slo: `sli:\n        errorRatio: |\n${text.replaceAll(/^/gm, "          ")}` })),
    );
    const kept = sli.kind === "errorRatio" ? sli.expression.segments : [];
    expect(kept.flatMap((each) => (each.kind === "text" ? [each.text] : []))).toEqual([
      "sum(",
      ") ",
      "\n/ sum(",
      ")",
    ]);
  });

  it("reads the three ways of quoting a label's value", () => {
    const selector = String.raw`up{a="\"x\"\\ \u00e9", b='it\'s', c=${"`raw\\d`"}}`;
    const values = segments(`avg_over_time(${selector}[$window])`).flatMap((each) =>
      each.kind === "selector" ? each.selector.matchers.map(({ value }) => value) : [],
    );
    expect(values).toEqual(['"x"\\ é', "it's", "raw\\d"]);
  });

  it("does not take a $ inside quotes for a variable", () => {
    const [, selector] = segments('avg_over_time(up{path=~"/api/.+$", w="$window"}[$window])');
    expect(selector).toMatchObject({ selector: { matchers: [{ value: "/api/.+$" }, { value: "$window" }] } });
  });

  it("is sampled when a $window stands outside every growth node", () => {
    expect(read("sum(rate(a_total[$window]))").sampled).toBe(false);
    expect(read("avg_over_time(up[$window])").sampled).toBe(true);
    expect(read("max_over_time(rate(a_total[$window])[$window:])").sampled).toBe(true);
  });
});

describe("the unit of an expression", () => {
  it.each([
    ["sum(rate(a_total[$window]))", "second"],
    ["sum(increase(a_total[$window]))", "window"],
    ["sum(count_over_time(checks[$window]))", "window"],
    ["sum(sum_over_time(failed[$window] offset 1m))", "window"],
    ["sum(avg_over_time(per_second[$window]))", "second"],
    ["sum(max_over_time(rate(a_total[$window])[$window:]))", "second"],
    ["sum(increase(a_total[$window])) + sum(rate(b_total[$window]))", "second"],
  ])("of %s is events per %s", (text, per) => {
    expect(read(text).per).toBe(per);
  });
});

describe("an expression that counts events", () => {
  it("is warned about when one part counts per second and another by window", () => {
    expect(warningsOf("sum(rate(e_total[$window])) + sum(increase(f_total[$window]))")).toMatchObject([
      { code: "units-mixed" },
    ]);
  });

  it("is warned about when the ledger can only sample it", () => {
    expect(warningsOf("sum(avg_over_time(e[$window]))")).toMatchObject([
      { code: "ledger-sampled", message: expect.stringContaining("sampled over 5m30s") as string },
    ]);
  });

  it("is not warned about when it is counted exactly", () => {
    expect(warningsOf("sum(rate(e_total[$window])) or vector(0)")).toEqual([]);
  });

  it.each([
    ["sum(rate(e_total[$window]))", ["group-label-lost"]],
    ["sum by (code) (rate(e_total[$window]))", ["group-label-lost"]],
    ["sum without (region) (rate(e_total[$window]))", ["group-label-lost"]],
    ["(sum by (region, code) (rate(e_total[$window])))", []],
    ["sum without (code) (rate(e_total[$window]))", []],
    ["rate(e_total[$window])", []],
  ])("of a grouped SLO, %s, must keep the group's label", (bad, codes) => {
    expect(warningsOf(bad, "groupBy: [region]").map(({ code }) => code)).toEqual(codes);
  });
});
