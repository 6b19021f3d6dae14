import { describe, expect, it } from "vitest";
import { measured, type CompositeKind, type CompositeSli } from "../../src/model/composite.ts";
import type { Reply } from "../../src/query/port.ts";
import { explainFrom } from "../../src/runtime/explain.ts";
import { compositionInWords } from "../../src/runtime/explain-members.ts";
import { slo } from "../support/slos.ts";
import { judged, noon } from "../support/snapshots.ts";

const over = (kind: CompositeKind, changes: Partial<CompositeSli> = {}): CompositeSli => ({
  kind,
  members: ["a", "b"].map((service, n) => ({ slo: measured(slo({ service })), weight: n + 1 })),
  missing: "noData",
  ...changes,
});
const vector = (...samples: readonly (readonly [number, object?])[]): Reply => ({
  kind: "vector",
  samples: samples.map(([value, labels]) => ({ value, labels: { ...labels } })),
  warnings: [],
});
const spent = (...members: readonly (readonly [string, number, object?])[]): Reply =>
  vector(
    ...members.map(
      ([name, value, labels]) =>
        [value, { slo_member: `${name}.availability.production`, ...labels }] as const,
    ),
  );
const nothing = vector();
const asked = (members: Reply, bad = vector([60])) => [
  bad,
  ...Array.from({ length: 7 }, () => nothing),
  members,
];

describe("the explanation of a composite", () => {
  const composite = judged({ consumed: 0.5, slo: { name: "experience", sli: over("all") } });

  it("says which member spent its bad events, and they add up", () => {
    const [group] = explainFrom(composite, asked(spent(["a", 20], ["b", 40])), noon).groups;
    expect(group?.spending).toEqual({
      members: [
        { member: "a.availability.production", bad: 20 },
        { member: "b.availability.production", bad: 40 },
      ],
    });
  });

  it("gives the query, to be asked again", () => {
    const { queries } = explainFrom(composite, asked(nothing), noon).groups[0]!;
    expect(queries.at(-1)).toEqual({
      title: "bad seconds in 30d, by member",
      promql: 'sum_over_time(slo:member_bad:events{slo_id="checkout.experience.production"}[29d23h59m59s])',
    });
  });

  it("keeps groups apart", () => {
    const grouped = judged({
      slo: { name: "experience", sli: over("all"), groupBy: ["region"] },
      groups: [
        { group: { region: "eu" }, consumed: 0.2 },
        { group: { region: "us" }, consumed: 0.1 },
      ],
    });
    const bad = vector([30, { region: "eu" }], [10, { region: "us" }]);
    const members = spent(["a", 30, { region: "eu" }], ["b", 10, { region: "us" }]);
    const { groups } = explainFrom(grouped, asked(members, bad), noon);
    const found = groups.map(({ group, spending }) => [
      group["region"],
      spending?.members.map((each) => each.bad),
    ]);
    expect(found.toSorted()).toEqual([
      ["eu", [30, 0]],
      ["us", [0, 10]],
    ]);
  });

  it("says nothing of members when Prometheus did not answer", () => {
    const silent: Reply = { kind: "no-data", cause: "unreachable", message: "refused" };
    expect(explainFrom(composite, asked(silent), noon).groups[0]?.spending).toBeUndefined();
  });

  it("is not there for any other SLO", () => {
    expect(explainFrom(judged({ consumed: 0.5 }), [vector([60])], noon).groups[0]?.spending).toBeUndefined();
  });
});

describe("how a composite comes to its number", () => {
  const words = (sli: CompositeSli) => compositionInWords(slo({ name: "experience", sli })).join("\n");

  it("says that time is weighed, why, and what a missing member counts as", () => {
    const text = words(over("all"));
    expect(text).toContain("the error ratio of the worst member counts, in each interval of 2m30s");
    expect(text).toContain("a composite's window weighs time, not its members' traffic");
    expect(text).toContain(
      "requests cannot be counted one by one: b.availability.production counts other requests",
    );
    expect(text).toContain("an interval in which a member has no data is not recorded");
  });

  it("says that requests are counted one by one where they are", () => {
    const text = words({ ...over("all"), members: over("all").members.slice(0, 1) });
    expect(text).toContain("each request counts once");
    expect(text).not.toContain("weighs time");
  });

  it("says each member's weight", () => {
    expect(words(over("weighted", { missing: "ignore" }))).toContain(
      "weighted: 1 × a.availability.production + 2 × b.availability.production, of 3, in each interval",
    );
  });
});
