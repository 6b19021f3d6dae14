import { describe, expect, it } from "vitest";
import { graphSchema } from "../../src/http/schemas/graph.ts";
import type { Courses } from "../../src/runtime/courses.ts";
import { courseOf, spell } from "../report/graph/courses.ts";
import { judged, serviceOf, snapshotOf } from "../support/snapshots.ts";
import { appWith, get } from "./support/app.ts";

const services = new Map(
  [
    serviceOf("checkout", { dependsOn: ["payments", { kind: "optional", service: "mail" }] }),
    serviceOf("payments"),
    serviceOf("mail"),
    serviceOf("alone"),
  ].map((service) => [service.name, service]),
);
const snapshot = snapshotOf(
  [
    judged({ consumed: 0.2, burn: { "1h": 20 }, fastBurn: true }),
    judged({ consumed: 1.3, slo: { name: "latency" } }),
    judged({ consumed: 0.1, slo: { service: "payments" } }),
    judged({ consumed: 0.1, cause: "stale", slo: { service: "mail" } }),
  ],
  { services },
);
const burned: Courses = {
  courses: new Map([
    ["checkout.availability.production", courseOf(288, spell(200, 12))],
    ["payments.availability.production", courseOf(288, spell(200, 12))],
  ]),
  silent: [],
};
const asked: string[] = [];
const app = appWith(snapshot, {
  courses: (slos, { over, step }) => {
    asked.push(`${slos.map(({ id }) => id).join(" ")} over ${over} by ${step}`);
    return Promise.resolve(burned);
  },
});
const graph = async (query: string) => graphSchema.parse((await get(app, `/api/v1/graph${query}`)).body);

describe("GET /api/v1/graph", () => {
  it("shows services with how they stand, worst SLO first, and what depends on what", async () => {
    const { services: shown, edges, environment } = await graph("");
    expect(environment).toBe("production");
    expect(shown.map(({ name }) => name)).toEqual(["alone", "checkout", "mail", "payments"]);
    expect(shown[1]?.slos).toMatchObject([
      { name: "latency", standing: { state: "frozen", consumed: 1.3, fastBurn: false } },
      { name: "availability", standing: { state: "healthy", burn: 20, fastBurn: true } },
    ]);
    expect(edges).toEqual([
      { from: "checkout", to: "payments", kind: "serial" },
      { from: "checkout", to: "mail", kind: "optional" },
    ]);
  });

  it("shows no number that is not believed", async () => {
    const mail = (await graph("")).services.find(({ name }) => name === "mail");
    expect(mail?.slos[0]?.standing).toEqual({ state: "unknown", fastBurn: false });
  });

  it("compares callers that burned with what they depend on, over a day unless told", async () => {
    asked.length = 0;
    const { compared, stretch } = await graph("?service=checkout&environment=live&over=3h");
    expect(stretch).toEqual({ over: "3h", step: "5m" });
    expect(compared[0]).toMatchObject({
      caller: "checkout.availability.production",
      dependency: "payments.availability.production",
      found: { kind: "coincides", bad: 12, together: 12 },
      sentence: expect.stringMatching(/its burn coincides with payments/) as string,
    });
    await graph("?service=checkout");
    const ids = "checkout.latency.production checkout.availability.production mail.availability.production";
    expect(asked).toEqual([
      `${ids} payments.availability.production over 10800 by 300`,
      `${ids} payments.availability.production over 86400 by 300`,
    ]);
  });

  it("says where each service is drawn, with those that need it on the left where they are asked for", async () => {
    const places = async (query: string) =>
      Object.fromEntries((await graph(query)).services.map(({ name, place }) => [name, place?.column]));
    expect(await places("?service=payments")).not.toHaveProperty("checkout");
    expect(await places("?service=payments&callers=true")).toMatchObject({ checkout: 0, payments: 1 });
  });

  it("says why nothing is compared: nothing depends, or a source is silent", async () => {
    expect((await graph("?service=alone")).notCompared).toBe("nothing here depends on anything");
    const silence = { kind: "no-data", cause: "timeout", message: "Prometheus did not answer" } as const;
    const mute = appWith(snapshot, { courses: async () => ({ courses: new Map(), silent: [silence] }) });
    const body = graphSchema.parse((await get(mute, "/api/v1/graph")).body);
    expect(body).toMatchObject({ compared: [], notCompared: "Prometheus did not answer" });
  });

  it.each([
    ["?service=chekout", 404, "checkout"],
    ["?environment=prodction", 400, "production"],
    ["?over=1h", 400, "3h"],
    ["?over=soon", 400, "over"],
    ["?servce=checkout", 400, "service"],
  ])("refuses %s and names the way out", async (query, status, named) => {
    const answer = await get(app, `/api/v1/graph${query}`);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(named);
  });
});
