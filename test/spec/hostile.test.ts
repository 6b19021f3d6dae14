import { describe, expect, it } from "vitest";
import { load, service } from "./setup/load.ts";

const many = 20_000;
const head = "apiVersion: nines/v1\nkind: Service\nmetadata: { name: checkout, owner: team-shop }\nspec:\n";
const expression = (promql: string) => service({ slo: `sli: { errorRatio: '${promql}' }` });
const numbered = (line: (index: number) => string) =>
  Array.from({ length: many }, (_each, index) => line(index)).join("");

/** Each of these once took a reader somewhere minutes or all of its memory; here the time limit of a test is the measure. */
describe("hostile input is refused in linear time:", () => {
  it.each([
    ["brackets without an end", "[".repeat(many), "yaml-too-deep"],
    ["braces without an end", "{a: ".repeat(many), "yaml-too-deep"],
    ["lists in lists", "- ".repeat(many), "yaml-too-deep"],
    ["keys in keys", "? ".repeat(many), "yaml-too-deep"],
    ["a mapping of thousands of keys", head + numbered((index) => `  k${index}: 1\n`), "unknown-key"],
    ["the same key thousands of times", head + "  criticality: 1\n".repeat(many), "duplicate-key"],
    ["thousands of aliases", `a: &a x\nb: [${"*a, ".repeat(many)}]`, "yaml-alias"],
    [
      "aliases of aliases",
      `a: &a [x, x]\n${"abcdefghij".replaceAll(/./g, (key) => `${key}${key}: &${key}${key} [*a, *a]\n`)}`,
      "yaml-alias",
    ],
    ["thousands of comments that want to silence", "# nines-ignore: x\n".repeat(many), "ignore-malformed"],
    [
      "parentheses deeper than any reader",
      expression(`${"(".repeat(many)}up${")".repeat(many)}`),
      "promql-syntax",
    ],
    ["an expression of megabytes", expression("up + ".repeat(20 * many)), "promql-syntax"],
    ["words without operators", expression("x y ".repeat(many / 2)), "promql-syntax"],
    [
      "the same rule thousands of times",
      `apiVersion: nines/v1\nkind: Policy\nmetadata: { name: a }\nspec:\n  gate:\n${"    - { then: deny }\n".repeat(many)}`,
      "gate-rule-unreachable",
    ],
  ])("%s", (_what, text, code) => {
    expect(load(text).diagnostics.map((each) => each.code)).toContain(code);
  });

  it("a chain of thousands of dependencies, closed to a circle", () => {
    const chain = Array.from({ length: 5_000 }, (_each, index) =>
      service({ name: `s${index}`, spec: `dependsOn: [s${(index + 1) % 5_000}]` }),
    ).join("---\n");
    expect(load(chain).diagnostics.filter(({ code }) => code === "dependency-cycle")).toHaveLength(1);
  });
});
