import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { shown, type Span } from "../../../kit/history.ts";
import { runNines } from "../../../kit/nines.ts";
import { until } from "../../../kit/until.ts";
import type { ExplanationBody } from "../../../src/http/schemas/explanation.ts";
import type { GroupBody, SloDetailBody } from "../../../src/http/schemas/slo.ts";
import type { VerdictBody } from "../../../src/http/schemas/verdict.ts";
import {
  always,
  outagesAt,
  pace,
  plannedSeries,
  plannedSpecs,
  regions,
  type Region,
} from "../histories/corrections.ts";
import { startStaffed, type Staffed } from "./people.ts";

const { history } = inject("servers");
const { eu, us } = outagesAt(history.to);
/** A range of the ledger: what each edge is uncertain by. */
const range = 150;
const iso = (at: number) => new Date(at * 1_000).toISOString();

let staff: Staffed;
let alice: string;
let approvers: readonly string[];
beforeAll(async () => {
  staff = await startStaffed(plannedSpecs);
  alice = await staff.hire("alice", "team-planned");
  approvers = [await staff.hire("bob", "team-planned"), await staff.hire("carol", "sre")];
});
afterAll(() => staff.stop());

const sloOf = (name: string) => staff.get<SloDetailBody>(`/slos/planned.${name}.production`);
const sloOnce = (name: string, holds: (slo: SloDetailBody) => boolean, what: string) =>
  until(
    async () => {
      const slo = await sloOf(name);
      return holds(slo) ? slo : undefined;
    },
    { what: `${name} ${what}`, timeout: 240_000 },
  );
const gate = () => staff.get<VerdictBody>("/gate?service=planned&environment=production&change=feature");

/** What scrapes showed of a code in a span; both regions unless told. */
const seen = (code: "500" | "any", span: Span, of: readonly Region[] = regions): number =>
  plannedSeries({ to: history.to }, history.to)
    .filter(({ labels }) => of.includes(labels.region as Region) && (code === "any" || labels.code === code))
    .reduce((sum, series) => sum + shown(series, span), 0);
const all: Span = { from: history.from, to: history.to };

interface Asked {
  id: string;
  state: string;
}
async function correct(span: Span, effect: "drop" | "count-good", people = approvers): Promise<Asked> {
  const asked = await staff.post<Asked & { requestHash: string }>("/corrections", alice, {
    service: "planned",
    environments: ["production"],
    from: iso(span.from),
    to: iso(span.to),
    effect,
    reason: "The database of this region was moved, as announced",
    evidence: ["https://changes.example/4711"],
  });
  const { id, requestHash } = asked;
  let last: Asked = asked;
  for (const token of people) last = await staff.post(`/corrections/${id}/approve`, token, { requestHash });
  return last;
}

/** The outage in eu, asked for in two overlapping pieces, each wider than it had to be. */
const pieces: readonly Span[] = [
  { from: eu.from - 613, to: eu.from + 2_401 },
  { from: eu.from + 1_207, to: eu.to + 607 },
];
const euDropped: Span = { from: eu.from - 613, to: eu.to + 607 };
const usGood: Span = { from: us.from - 301, to: us.to + 299 };

describe("before anything is corrected", () => {
  it("raw and adjusted are the same, and both are shown", async () => {
    const slo = await sloOnce("availability", ({ budget }) => budget !== undefined, "has a budget");
    expect(slo.budget!.bad / seen("500", all)).toBeCloseTo(1, 2);
    expect(slo.adjusted).toEqual(slo.budget);
    expect(slo).toMatchObject({ judges: "adjusted", corrected: [], state: "frozen" });
    expect(await gate()).toMatchObject({ decision: "needs_exception" });
  });
});

describe("two planned outages, one dropped and one counted good", () => {
  let asked: readonly Asked[];
  beforeAll(async () => {
    await sloOnce("availability", ({ state }) => state === "frozen", "is frozen");
    const [first, second] = await Promise.all(pieces.map((span) => correct(span, "drop")));
    asked = [first!, second!, await correct(usGood, "count-good")];
  });

  it("wait for the owner and for the other group of the state's quorum, and then count", async () => {
    expect(asked.map(({ state }) => state)).toEqual(["approved", "approved", "approved"]);
    const waiting = await correct({ from: us.to + 600, to: us.to + 900 }, "drop", approvers.slice(0, 1));
    expect(waiting.state).toBe("pending");
    const { corrected } = await sloOnce("availability", (slo) => slo.corrected.length === 2, "is corrected");
    expect(corrected.flatMap((span) => span.asked).map(({ id }) => id)).not.toContain(waiting.id);
  });

  it("leave the raw number as it was, to the event, and the adjusted one as history says it would have been", async () => {
    const slo = await sloOnce("availability", ({ corrected }) => corrected.length === 2, "is corrected");
    const [raw, adjusted] = [slo.budget!, slo.adjusted!];
    expect(raw.bad / seen("500", all)).toBeCloseTo(1, 2);
    const bad = seen("500", all) - seen("500", euDropped) - seen("500", usGood);
    // Each of four edges may take a range more than was asked for, of what always fails in two regions.
    const uncertain = 4 * 2 * range * 2 * pace * always;
    expect(Math.abs(adjusted.bad - (raw.bad - seen("500", all) + bad))).toBeLessThan(uncertain);
    const total = raw.total - seen("any", euDropped);
    expect(adjusted.total).toBeLessThanOrEqual(total + 2 * pace);
    expect(adjusted.total).toBeGreaterThan(total - 2 * 2 * range * 2 * pace);
    expect(adjusted.consumed / (adjusted.bad / adjusted.total / 0.003)).toBeCloseTo(1, 6);
  });

  it("show the edges used beside those asked for, overlaps as one", async () => {
    const { corrected } = await sloOnce("availability", (slo) => slo.corrected.length === 2, "is corrected");
    const [drop, good] = corrected;
    expect(drop).toMatchObject({ effect: "drop", uncertain: "2m30s", clipped: false });
    expect(drop!.asked.map(({ from }) => from).sort()).toEqual(pieces.map(({ from }) => iso(from)));
    expect(good).toMatchObject({ effect: "count-good", asked: [{ id: asked[2]!.id }] });
    for (const [used, wanted] of [
      [drop!, euDropped],
      [good!, usGood],
    ] as const) {
      expect(Date.parse(used.from) / 1_000).toBeLessThanOrEqual(wanted.from);
      expect(Date.parse(used.from) / 1_000).toBeGreaterThan(wanted.from - range);
      expect(Date.parse(used.to) / 1_000).toBeGreaterThanOrEqual(wanted.to);
      expect(Date.parse(used.to) / 1_000).toBeLessThan(wanted.to + range);
    }
  });

  it("are told apart by region where the SLO groups by it", async () => {
    const slo = await sloOnce(
      "regions",
      (one) => one.groupsDetail.every(({ corrected }) => corrected.length === 2),
      "is corrected",
    );
    const budgetOf = (region: Region): GroupBody =>
      slo.groupsDetail.find(({ group }) => group.region === region)!;
    for (const region of regions) {
      const { budget, adjusted } = budgetOf(region);
      const out = seen("500", euDropped, [region]) + seen("500", usGood, [region]);
      expect(Math.abs(budget!.bad - adjusted!.bad - out)).toBeLessThan(4 * 2 * range * pace * always);
    }
  });

  it.each([
    // Neither outage begins with a minute: each spoils the two minutes that it begins and ends in.
    ["slices", 61 + 31],
    // One of two regions was down: half of what a minute can lose.
    ["shares", (60 + 30) / 2],
  ])("take their slices out of %s", async (name, lost) => {
    const slo = await sloOnce(name, ({ corrected }) => corrected.length === 2, "is corrected");
    expect(slo.budget!.bad - slo.adjusted!.bad).toBeGreaterThan(lost - 2);
    expect(slo.budget!.bad - slo.adjusted!.bad).toBeLessThan(lost + 2);
    expect(slo.corrected.map(({ uncertain }) => uncertain)).toEqual(["1m", "1m"]);
    // What is dropped leaves the total, slice by slice; what counts as good stays in it.
    const dropped = slo.budget!.total - slo.adjusted!.total;
    expect(Math.abs(dropped - (euDropped.to - euDropped.from) / 60)).toBeLessThanOrEqual(3);
  });

  it("open the gate where the policy judges the adjusted budget, and the reason says so", async () => {
    const slo = await sloOnce("availability", ({ state }) => state === "healthy", "is healthy");
    expect(slo.budget!.spent).toBeGreaterThan(1);
    for (const name of ["regions", "slices", "shares"])
      await sloOnce(name, ({ state }) => state === "healthy", "is healthy");
    const verdict = await gate();
    expect(verdict).toMatchObject({ decision: "allow", reasons: [{ judged: "adjusted" }, {}, {}, {}] });
    expect(verdict.reasons[0]!.sentence).toMatch(/after corrections; \d+ % without them/);
  });

  it("are in the explanation, edge by edge, for machines and for people", async () => {
    const { groups } = await staff.get<ExplanationBody>("/slos/planned.availability.production/explain");
    const steps = groups[0]!.steps.join("\n");
    expect(steps).toContain(`${asked[0]!.id} (${iso(pieces[0]!.from).replace(".000", "")}`);
    expect(steps).toMatch(
      /drops [\d\u2009]+ bad of [\d\u2009]+ events: from .* each edge uncertain by the 2 m 30 s/,
    );
    expect(steps).toMatch(/adjusted spent: .* which policy corrected judges/);
    const { stdout } = await runNines([
      "explain",
      "planned.availability.production",
      "--server",
      staff.nines().url,
    ]);
    expect(stdout).toMatch(/after corrections: .* judged by this/);
    const status = await runNines(["status", "--server", staff.nines().url]);
    expect(status.stdout).toMatch(/consumed +adjusted/);
  });

  it("count no more once they are revoked: the number is again the raw one", async () => {
    for (const { id } of asked)
      await staff.post(`/corrections/${id}/revoke`, approvers[1]!, { reason: "it was no plan" });
    const slo = await sloOnce("availability", ({ corrected }) => corrected.length === 0, "is as recorded");
    expect(slo.adjusted).toEqual(slo.budget);
    expect((await sloOnce("availability", ({ state }) => state === "frozen", "is frozen again")).state).toBe(
      "frozen",
    );
  });
});
