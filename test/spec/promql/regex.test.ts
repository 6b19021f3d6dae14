import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkRules } from "../../../kit/promtool.ts";
import { generations, isLeftOut } from "../../../kit/tools.ts";
import { load, service } from "../setup/load.ts";

const refused = String.raw`(?!5)..|(?=5)|(?<=a)b|(?<!a)b|(a)\1|\e|\cA|\u0041|\h|\Z|\8|[\1]|[[:foo:]]|(?x)a|(?#c)|(?>a)|\xZ|\R|\p{Foo}|a**|a{1001}|a{3,2}|(a{500}){500}|[b-a]|[a`;
const read = String.raw`5..|\d+|\w\s\b|\pL|\p{Lu}|\x41|\x{10FFFF}|\Q.\E|\A.\z|(?i)ok|(?s-i:x)|(?P<n>a)|a*?|a{2,3}|a{,3}|x{|]|[]a]|[^]]|[[:alpha:]]+|\_|\-`;
const apart = (patterns: string): string[] => patterns.split("|");
const all = [...apart(refused), ...apart(read)];

const promqlOf = (pattern: string) => `requests_total{code=~${JSON.stringify(pattern)}}`;
const codesOf = (pattern: string) =>
  load(
    service({ slo: `sli: { ratio: { bad: '${promqlOf(pattern)}', total: requests_total } }` }),
  ).diagnostics.flatMap(({ code, severity }) => (severity === "error" ? [code] : []));

describe("a regular expression", () => {
  it.each(apart(refused))("%s is refused, as Prometheus refuses the whole rule file", (pattern) => {
    expect(codesOf(pattern)).toEqual(["regex-invalid"]);
  });

  it.each(apart(read))("%s is read", (pattern) => {
    expect(codesOf(pattern)).toEqual([]);
  });

  it.skipIf(isLeftOut("promtool-3.5")).each(generations)(
    "is refused by nines exactly when promtool %s refuses it",
    async (generation) => {
      const folder = mkdtempSync(join(tmpdir(), "regex-"));
      const verdicts = all.map(async (pattern, index) => {
        const file = join(folder, `${index}.yaml`);
        const rule = { record: "a", expr: promqlOf(pattern) };
        writeFileSync(file, JSON.stringify({ groups: [{ name: "g", rules: [rule] }] }));
        return [pattern, (await checkRules(generation, [file])).exitCode === 0];
      });
      expect(await Promise.all(verdicts)).toEqual(
        all.map((pattern) => [pattern, codesOf(pattern).length === 0]),
      );
      rmSync(folder, { recursive: true });
    },
    60_000,
  );
});

describe("an expression nested without end", () => {
  it.each([
    ["brackets", "(".repeat(1_000), ")".repeat(1_000)],
    ["signs", "-".repeat(1_000), ""],
  ])(
    "by %s is refused before its types are checked, which would take minutes",
    (_, before, after) => {
      const bad = `${before}rate(a_total[$window])${after}`;
      const { diagnostics } = load(
        service({ slo: `sli: { ratio: { bad: '${bad}', total: requests_total } }` }),
      );
      expect(diagnostics.filter(({ severity }) => severity === "error")).toMatchObject([
        { code: "promql-syntax" },
      ]);
    },
    2_000,
  );
});
