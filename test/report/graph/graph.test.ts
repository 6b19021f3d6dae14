import { describe, expect, it } from "vitest";
import { stretchOf } from "../../../src/model/course.ts";
import { compareAll } from "../../../src/report/graph/compare.ts";
import { graphOf, rootsOf } from "../../../src/report/graph/graph.ts";
import { graphOfFiles } from "../../../src/report/graph/files.ts";
import { layOut } from "../../../src/report/graph/layout.ts";
import { graphSvg } from "../../../src/report/graph/svg.ts";
import { comparedInWords } from "../../../src/report/graph/words.ts";
import { duration, slo } from "../../support/slos.ts";
import { production, serviceOf } from "../../support/snapshots.ts";
import { courseOf, spell } from "./courses.ts";

const services = [
  serviceOf("checkout", {
    dependsOn: [
      "payments",
      { kind: "optional", service: "mail" },
      { kind: "redundant", services: ["card", "paypal"] },
    ],
  }),
  serviceOf("search", { dependsOn: ["database"] }),
  serviceOf("payments", { dependsOn: ["database"] }),
  ...["mail", "card", "paypal", "database", "alone"].map((name) => serviceOf(name)),
];
const slosOf = (service: string) =>
  service === "mail"
    ? []
    : [{ id: `${service}.availability.production`, name: "availability", objective: "99%" }];
const whole = graphOf({ services, environment: "production", slosOf });
const below = graphOf({ services, environment: "production", root: "payments", slosOf });

describe("the graph of services", () => {
  it("holds every service of the environment, with the kind of each dependency", () => {
    expect(whole.services.map(({ name }) => name)).toEqual([
      "alone",
      "card",
      "checkout",
      "database",
      "mail",
      "payments",
      "paypal",
      "search",
    ]);
    expect(whole.edges).toEqual([
      { from: "checkout", to: "payments", kind: "serial" },
      { from: "checkout", to: "mail", kind: "optional" },
      { from: "checkout", to: "card", kind: "redundant", group: 1 },
      { from: "checkout", to: "paypal", kind: "redundant", group: 1 },
      { from: "payments", to: "database", kind: "serial" },
      { from: "search", to: "database", kind: "serial" },
    ]);
    expect(rootsOf(whole)).toEqual(["alone", "checkout", "search"]);
  });

  it("of one service holds what it needs, however far down, and names who calls", () => {
    expect(below.services.map(({ name, callers }) => [name, callers])).toEqual([
      ["database", ["payments", "search"]],
      ["payments", ["checkout"]],
    ]);
    expect(rootsOf(below)).toEqual(["payments"]);
  });

  it("of one service with its callers holds who needs it, directly or not, but not what those need beside it", () => {
    const around = graphOf({
      services,
      environment: "production",
      root: "payments",
      withCallers: true,
      slosOf,
    });
    expect(around.services.map(({ name }) => name)).toEqual(["checkout", "database", "payments"]);
    expect(around.edges).toEqual([
      { from: "checkout", to: "payments", kind: "serial" },
      { from: "payments", to: "database", kind: "serial" },
    ]);
    // Drawn from its callers on, it stands in the middle.
    expect(layOut({ services: around.services, edges: around.edges }).get("payments")).toMatchObject({
      column: 1,
    });
  });

  it("follows a chain of ten thousand", () => {
    const chain = Array.from({ length: 10_000 }, (_, n) =>
      serviceOf(`s${n}`, { dependsOn: n === 9_999 ? [] : [`s${n + 1}`] }),
    );
    const graph = graphOf({ services: chain, environment: "production", root: "s0", slosOf: () => [] });
    expect(graph.services).toHaveLength(10_000);
    expect(layOut(graph).get("s9999")).toMatchObject({ column: 9_999 });
  });

  it("is drawn from files alone, where an alias is as good as a name", () => {
    const definitions = {
      ...{ services, policies: [], journeys: [], environments: [production] },
      slos: [slo({ service: "payments" })],
    };
    const drawn = graphOfFiles(definitions, { service: "payments", environment: "live" });
    expect(drawn).toMatchObject({
      ok: true,
      graph: { environment: "production", services: [{ name: "database", slos: [] }, { name: "payments" }] },
    });
    expect(graphOfFiles(definitions, { service: "paymnets" })).toMatchObject({
      ok: false,
      asked: "paymnets",
    });
    expect(graphOfFiles(definitions, { environment: "nowhere" })).toMatchObject({
      ok: false,
      problem: 'no environment is called "nowhere"',
    });
  });
});

describe("what is compared", () => {
  const stretch = stretchOf(duration("12h"));
  const courses = new Map([
    ["checkout.availability.production", courseOf(144, spell(100, 12))],
    ["payments.availability.production", courseOf(144, spell(98, 14))],
    ["card.availability.production", courseOf(144, spell(20, 3))],
    ["database.availability.production", courseOf(144, spell(97, 15))],
  ]);
  const compared = compareAll(whole, { courses, budgetOf: () => 0.01 }, stretch);

  it("is each caller with what it depends on directly, strongest first", () => {
    expect(compared.map(({ caller, dependency, found }) => [caller, dependency, found.kind])).toEqual([
      ["checkout.availability.production", "payments.availability.production", "coincides"],
      ["payments.availability.production", "database.availability.production", "coincides"],
      ["checkout.availability.production", "card.availability.production", "no-more-than-chance"],
      ["checkout.availability.production", "paypal.availability.production", "too-little-data"],
    ]);
  });

  it("is said with by how much, how sure, and of how many intervals", () => {
    expect(compared.map((each) => comparedInWords(each, stretch))).toEqual([
      "checkout.availability.production: its burn coincides with payments.availability.production: " +
        "12 of its 12 bad intervals, 100 % of their bad events; 95.8 % sure from 144 intervals of 5m",
      "payments.availability.production: its burn coincides with database.availability.production: " +
        "14 of its 14 bad intervals, 100 % of their bad events; 98.6 % sure from 144 intervals of 5m",
      "checkout.availability.production: its burn coincides no more than by chance with card.availability.production: " +
        "0 of its 12 bad intervals, 0 % of their bad events; 0 % sure from 144 intervals of 5m",
      "checkout.availability.production: its burn beside paypal.availability.production: too little data (0 bad of 0 intervals)",
    ]);
  });
});

describe("the stretch that is compared", () => {
  it("is cut into five minutes, and longer ones where it is long", () => {
    expect(["3h", "24h", "25h", "7d"].map((over) => Number(stretchOf(duration(over)).step))).toEqual([
      300, 300, 600, 2_100,
    ]);
  });
});

describe("the picture", () => {
  const named = (name: string, changes = {}) => ({ name, slos: [], callers: [], ...changes });
  const hostile = `<script>alert("1")</script>&'\u0000\ud800`;
  const standing = { state: "frozen", consumed: 1.2, burn: 14.4, fastBurn: true } as const;
  const picture = {
    environment: hostile,
    services: [
      named("a", {
        owner: hostile,
        slos: [{ id: "a.x.production", name: hostile, objective: "99%", standing }],
      }),
      named("b", { slos: [{ id: "b.x.production", name: "x", objective: "99%" }] }),
    ],
    edges: [{ from: "a", to: "b", kind: "optional" } as const],
    compared: [
      {
        caller: "a.x.production",
        dependency: "b.x.production",
        found: { kind: "coincides", compared: 144, bad: 12, together: 11, events: 0.9, sure: 0.99 } as const,
      },
    ],
  };
  const svg = graphSvg(picture);

  it("is the same for the same graph", () => expect(graphSvg(structuredClone(picture))).toBe(svg));

  it("shows the state, the fast burn, the kind of dependency and what burns together", () => {
    expect(svg).toContain("■ frozen");
    expect(svg).toContain("▲ ");
    expect(svg).toContain("optional · 11 of 12");
    expect(svg).toContain('class="edge optional together"');
  });

  it("lets no name become markup, and holds nothing that XML cannot", () => {
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;");
    expect(svg).not.toMatch(/[\u0000-\u0008]/);
    expect(svg.isWellFormed()).toBe(true);
    expect(svg).not.toMatch(/href|url\((?!#tip)|@import|on[a-z]+=/);
  });

  it("lays callers left of what they need, and no two services on one place", () => {
    const places = layOut(whole);
    for (const { from, to } of whole.edges)
      expect(places.get(from)!.column).toBeLessThan(places.get(to)!.column);
    const taken = [...places.values()].map(({ column, row }) => `${column} ${row}`);
    expect(new Set(taken).size).toBe(taken.length);
  });
});
