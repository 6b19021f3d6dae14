import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IncidentDetailBody } from "../../../src/http/schemas/incidents/incident.ts";
import { clashesOf, lanesOf, ticksOf } from "../../../src/web/pages/incidents/lanes.ts";

const noon = Date.UTC(2026, 10, 28, 12);
const minute = 60_000;
const at = (minutes: number): string => new Date(noon + minutes * minute).toISOString();

const incident = (more: Partial<IncidentDetailBody>): IncidentDetailBody => ({
  ...{ id: "inc-1", state: "open", service: "payments", environment: "production", title: "payments fail" },
  ...{
    openedBy: "alertmanager",
    openedAt: at(0),
    byAlert: true,
    startedAt: at(0),
    spells: [{ from: at(0) }],
  },
  ...{ firing: 1, underWay: 0, alerts: [], actions: [], timeline: [] },
  ...more,
});

const action = (id: string, region: string | undefined, from: number, to?: number) => ({
  ...{ id, by: `${id}@example.org`, what: "restarting", startedAt: at(from) },
  ...(region !== undefined && { region }),
  ...(to !== undefined && { finishedAt: at(to) }),
});

const alert = (id: string, group: Record<string, string>, from: number, to?: number) => ({
  ...{ id, alertname: "ErrorBudgetBurn", service: "payments", environment: "production", group },
  ...{ slo: "payments.availability.production", tier: "fast", severity: "page", startsAt: at(from) },
  ...(to !== undefined && { endsAt: at(to) }),
});

describe("the regions of an incident side by side", () => {
  it("are lanes of one axis, with the alerts of a region above what was done there", () => {
    const { lanes, from, to } = lanesOf(
      incident({
        alerts: [alert("al-1", { region: "eu" }, 1)],
        actions: [action("act-1", "eu", 5, 20), action("act-2", "us", 10)],
      }),
      noon + 30 * minute,
    );
    expect([from, to]).toEqual([noon, noon + 30 * minute]);
    expect(
      lanes.map(({ region, rows, bars }) => [region, rows, bars.map(({ id, row }) => [id, row])]),
    ).toEqual([
      [
        "eu",
        2,
        [
          ["al-1", 0],
          ["act-1", 1],
        ],
      ],
      ["us", 1, [["act-2", 0]]],
    ]);
    expect(lanes[1]?.bars[0]).toMatchObject({ open: true, to: noon + 30 * minute });
  });

  it("name an alert's region by whatever label people call it by, and keep what is about none in a lane of its own", () => {
    const { lanes } = lanesOf(
      incident({
        alerts: [alert("al-1", { cluster: "eu-1" }, 0), alert("al-2", { tenant: "a" }, 0)],
        actions: [action("act-1", "eu-1", 2, 3)],
      }),
      noon + 30 * minute,
    );
    expect(lanes.map(({ region, bars }) => [region, bars.length])).toEqual([
      ["", 1],
      ["eu-1", 2],
    ]);
  });

  it("show a deployment that went out shortly before, and leave out one that would squeeze all else", () => {
    const deployed = (id: string, minutes: number) => ({
      ...({ kind: "deployed", at: at(minutes), text: `checkout ${id} went out`, about: id } as const),
    });
    const { from, moments } = lanesOf(
      incident({
        timeline: [deployed("dp-old", -200), deployed("dp-new", -10)],
        actions: [action("a", "eu", 1)],
      }),
      noon + 30 * minute,
    );
    expect([from, moments.map(({ id }) => id)]).toEqual([noon - 10 * minute, ["dp-new"]]);
  });

  it("never lay one bar of a row over another", () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(spans, (found) => {
        const actions = found.map(([from, length], index) =>
          action(`act-${index}`, "eu", from, from + length),
        );
        const { lanes } = lanesOf(incident({ actions }), noon + 60 * minute);
        for (const { bars } of lanes)
          for (const one of bars)
            for (const other of bars)
              if (one.id !== other.id && one.row === other.row)
                expect(one.to <= other.from || other.to <= one.from).toBe(true);
      }),
    );
  });
});

describe("regions that act against each other", () => {
  const span = (region: string, from: number, to: number) => ({ region, from, to });

  it("are named, with the time in which they did", () =>
    expect(clashesOf([span("eu", 0, 20), span("us", 10, 25), span("ap", 15, 18)])).toEqual([
      { from: 10, to: 20, regions: ["ap", "eu", "us"] },
    ]));

  it("are none where one region does two things, one after the other acts, or nobody says where", () => {
    expect(clashesOf([span("eu", 0, 20), span("eu", 10, 25)])).toEqual([]);
    expect(clashesOf([span("eu", 0, 10), span("us", 10, 25)])).toEqual([]);
    expect(clashesOf([span("", 0, 10), span("us", 5, 25)])).toEqual([]);
  });
});

describe("the axis", () => {
  it("has a few round moments, however long it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 * 1_440 }), (minutes) => {
        const ticks = ticksOf(noon + 7_000, noon + 7_000 + minutes * minute);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks.every((tick) => tick % minute === 0)).toBe(true);
      }),
    );
  });
});
