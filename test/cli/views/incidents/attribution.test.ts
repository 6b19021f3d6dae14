import { describe, expect, it } from "vitest";
import { plainInk } from "../../../../src/cli/terminal/ink.ts";
import {
  attributionLines,
  deploymentCostLines,
  incidentCostLines,
} from "../../../../src/cli/views/incidents/attribution.ts";
import type { AttributionBody, SloCostBody } from "../../../../src/http/schemas/incidents/attribution.ts";

const span = (from: string, to: string) => ({ from: `2026-11-${from}:00.000Z`, to: `2026-11-${to}:00.000Z` });
const share = (changes: object) => ({
  ...{
    kind: "deployment" as const,
    id: "dp-3f9k2m7q4a",
    title: "v3.12.0",
    share: 0.213,
    during: 0.213,
    bad: 213,
  },
  spans: [span("12T03:10", "12T03:51")],
  ...changes,
});

const attribution: AttributionBody = {
  slo: "checkout.availability.production",
  window: "30d",
  ...span("01T00:00", "28T00:00"),
  groups: [
    {
      group: {},
      ...{ consumed: 0.62, bad: 620, total: 1_000_000, unattributed: 0.247 },
      shares: [
        share({}),
        share({
          ...{ kind: "dependency", id: "payments", title: "payments", share: 0.16, during: 0.16 },
          spans: [span("08T16:50", "08T17:35"), span("16T09:00", "16T09:05")],
        }),
        share({ id: "dp-1", title: "v3.11.4\u001b[2J", share: 0.0001, during: 0.0001 }),
      ],
    },
  ],
  missing: ["search: no answer within 10 s"],
  rules: ["coincidence in time is no proof of a cause"],
};

const cost = (changes: object): SloCostBody => ({
  ...{ slo: "orders.availability.production", group: { region: "eu" } },
  ...{ share: 0.4, during: 0.4, before: 0.001, bad: 40 },
  ...changes,
});
const costs = { ...span("12T03:10", "12T03:51"), lasting: true, missing: [], rules: [] };

describe("attribution in a terminal", () => {
  const lines = attributionLines(attribution, plainInk, false);

  it("says what is consumed, who is answerable, and what nothing explains", () => {
    expect(lines[0]).toBe("checkout.availability.production  62 % of the 30d budget is consumed");
    expect(lines.some((line) => /21\.3 % +21\.3 % +deployment +v3\.12\.0 \(dp-3f9k2m7q4a\)/.test(line))).toBe(
      true,
    );
    expect(lines.some((line) => /16 % +16 % +dependency +payments +2 times, last/.test(line))).toBe(true);
    expect(lines.some((line) => /24\.7 % +unattributed/.test(line))).toBe(true);
  });

  it("leaves out what cost next to nothing, unless all is asked for; names what could not be read", () => {
    expect(lines).toContain("  … and 1 that cost next to nothing; --all lists them");
    const all = attributionLines(attribution, plainInk, true).join("\n");
    expect(all).toContain("v3.11.4");
    expect(all).not.toContain("\u001b");
    expect(lines).toContain("  not taken into account: search: no answer within 10 s");
  });

  it("says so when nothing is recorded", () => {
    expect(attributionLines({ ...attribution, groups: [] }, plainInk, false)).toEqual([
      "checkout.availability.production: nothing is recorded in its window",
    ]);
  });
});

describe("a cost in a terminal", () => {
  it("sets what burned beside what burned before", () => {
    const body = { deployment: "dp-1", ...costs, slos: [cost({})], sentence: "40 % burned in 41 m so far" };
    const [first, , row] = deploymentCostLines(body, plainInk);
    expect(first).toBe("dp-1: 40 % burned in 41 m so far");
    expect(row).toMatch(/40 % +40 % +0\.1 % +orders\.availability\.production region=eu/);
  });

  it("says of each action what burned while it was under way, or that none did", () => {
    const actions = [
      { id: "act-1", what: "failing over", slos: [cost({ share: 0.2 })] },
      { id: "act-2", what: "draining", slos: [cost({ share: 0, during: 0 })] },
    ];
    const body = { incident: "inc-1", ...costs, slos: [cost({})], actions, sentence: "40 % burned" };
    const text = incidentCostLines(body, plainInk).join("\n").replaceAll(/\s+/g, " ");
    expect(text).toContain("act-1 failing over: 20 % of orders.availability.production region=eu");
    expect(text).toContain("act-2 draining: no budget burned");
  });
});
