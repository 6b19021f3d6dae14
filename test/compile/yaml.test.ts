import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { RuleGroup } from "../../src/compile/rule.ts";
import { groupsText } from "../../src/compile/yaml.ts";
import { compileSlo } from "../../src/compile/slo-rules.ts";
import { seconds } from "../../src/model/units.ts";
import { slo } from "../support/slos.ts";

const version = { major: 2, minor: 42 };
const groupWith = (expr: string, text = "x"): RuleGroup => ({
  name: "g",
  interval: seconds(30),
  rules: [{ alert: "A", expr, labels: { name: text }, annotations: { [text]: text } }],
});

describe("rule files", () => {
  it("read back as what was compiled", () => {
    const read = parse(groupsText(compileSlo(slo({ groupBy: ["region"] })), version)) as {
      groups: { name: string; interval: string; rules: { expr: string }[] }[];
    };
    expect(read.groups.map(({ rules }) => rules.map(({ expr }) => expr))).toEqual(
      compileSlo(slo({ groupBy: ["region"] })).map(({ rules }) => rules.map(({ expr }) => expr)),
    );
    expect(read.groups.map(({ interval }) => interval)).toEqual(["30s", "2m30s", "2m30s"]);
  });

  it("hold any text a person may write, word for word", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.constantFrom(
        "yes",
        "null",
        "~",
        "1.0",
        "a: b",
        "a #b",
        " a",
        "a\n\n b",
        "\u2028",
        "\t",
        "{{ $value }}",
        "",
      ),
    );
    fc.assert(
      fc.property(texts, texts, (expr, text) => {
        const read = parse(groupsText([groupWith(expr, text)], version)) as {
          groups: { rules: { expr: unknown; labels: unknown; annotations: unknown }[] }[];
        };
        expect(read.groups[0]?.rules[0]).toEqual({
          alert: "A",
          expr,
          labels: { name: text },
          annotations: { [text]: text },
        });
      }),
      { numRuns: 500 },
    );
  });

  it("leave out keep_firing_for for a Prometheus that refuses it", () => {
    expect(groupsText(compileSlo(slo()), version)).toContain("keep_firing_for: 5m");
    expect(groupsText(compileSlo(slo()), { major: 2, minor: 41 })).not.toContain("keep_firing_for");
    expect(groupsText(compileSlo(slo()), { major: 3, minor: 0 })).toContain("keep_firing_for");
  });
});
