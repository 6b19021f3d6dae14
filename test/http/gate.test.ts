import { describe, expect, it } from "vitest";
import { verdictSchema } from "../../src/http/schemas/verdict.ts";
import { judged, production, serviceOf, snapshotOf } from "../support/snapshots.ts";
import { appWith, depsWith, get } from "./support/app.ts";

const checkout = serviceOf("checkout", {
  delivery: [{ kind: "github", repository: "shop/checkout", environments: { "prod-eu": "production" } }],
});
const services = new Map([["checkout", checkout]]);
const at = (consumed: number) =>
  appWith(snapshotOf([judged({ consumed, burn: { "1h": 15.2 } })], { services }));
const ask = async (app: ReturnType<typeof appWith>, query: string) => {
  const { body, status, headers } = await get(app, `/api/v1/gate?${query}`);
  expect(status).toBe(200);
  expect(headers["cache-control"]).toBe("no-store");
  return verdictSchema.parse(body);
};
const production_ = "service=checkout&environment=production";

describe("the gate", () => {
  it("allows a feature while budget remains", async () => {
    expect(await ask(at(0.1), production_)).toMatchObject({
      decision: "allow",
      allowed: true,
      change: "feature",
    });
  });

  it("asks for an exception when the policy says so, and names SLO, numbers, policy and rule", async () => {
    const verdict = await ask(at(0.912), production_);
    expect(verdict).toMatchObject({ decision: "needs_exception", allowed: false, state: "restricted" });
    expect(verdict.reasons[0]).toMatchObject({
      kind: "slo",
      slo: "checkout.availability.production",
      consumed: 0.912,
      burn: 15.2,
      policy: "default",
      policyHash: "abcd1234",
      rule: 6,
      decision: "needs_exception",
    });
    expect(verdict.reasons[0]?.dataAgeSeconds).toBeGreaterThanOrEqual(40);
    expect(verdict.allowedNow).toContain("rollback");
  });

  it("judges the kind of change that was asked for", async () => {
    expect(await ask(at(0.912), `${production_}&change=rollback`)).toMatchObject({ decision: "allow" });
  });

  it("holds for two cycles", async () => {
    const { evaluatedAt, validUntil } = await ask(at(0.1), production_);
    expect(Date.parse(validUntil) - Date.parse(evaluatedAt)).toBe(60_000);
  });

  it("takes an alias for the environment and answers with its name", async () => {
    expect((await ask(at(0.1), "service=checkout&environment=prod")).environment).toBe(production.name);
  });

  it("finds the service through the repository that delivers it", async () => {
    const verdict = await ask(at(0.1), "repository=shop/checkout&forgeEnvironment=prod-eu&sha=4f2a91c");
    expect(verdict).toMatchObject({ services: ["checkout"], environment: "production", sha: "4f2a91c" });
  });

  it("decides about a service it does not know, and says that this is the cause", async () => {
    const verdict = await ask(at(0.1), "service=chekout&environment=production");
    expect(verdict).toMatchObject({ decision: "deny", state: "unknown", cause: "unknown-service" });
  });

  it("judges only the group that was asked for", async () => {
    const groups = [
      { group: { region: "us" }, consumed: 0.1 },
      { group: { region: "eu" }, consumed: 1.2 },
    ];
    const grouped = appWith(snapshotOf([judged({ slo: { groupBy: ["region"] }, groups })]));
    expect(await ask(grouped, production_)).toMatchObject({ decision: "needs_exception" });
    expect(await ask(grouped, `${production_}&group.region=us`)).toMatchObject({ decision: "allow" });
  });

  it("counts its verdicts", async () => {
    const deps = depsWith(snapshotOf([judged({ consumed: 0.1 })]));
    await ask(appWith(deps.snapshots.current(), deps), production_);
    expect(await deps.metrics.registry.metrics()).toContain(
      'nines_gate_decisions_total{change="feature",decision="allow",dry_run="false"} 1',
    );
  });
});

describe("a malformed question to the gate", () => {
  const refuse = async (query: string) => {
    const { status, body } = await get(at(0.1), `/api/v1/gate?${query}`);
    expect(status).toBe(400);
    return body as { code: string; errors: { parameter: string; message: string; nearest?: string }[] };
  };

  it.each([
    ["", "service", /is missing/],
    ["service=checkout", "environment", /is missing/],
    ["service=&environment=production", "service", /is empty/],
    ["repository=shop/checkout", "forgeEnvironment", /is missing/],
    [`${production_}&repository=shop/checkout`, "repository", /another way/],
    ["repository=shop/checkout&environment=production", "environment", /forgeEnvironment/],
    [`${production_}&sha=%0d%0aset-cookie`, "sha", /no commit/],
    [`${production_}&service=search`, "service", /more than once/],
    [`${production_}&group.=eu`, "group.", /not a parameter/],
    [`${production_}&group.a-b=eu`, "group.a-b", /not a parameter/],
  ])("%s is refused at %s", async (query, parameter, message) => {
    const { code, errors } = await refuse(query);
    expect(code).toBe("bad-query");
    expect(errors).toContainEqual(expect.objectContaining({ parameter }));
    expect(errors.find((error) => error.parameter === parameter)?.message).toMatch(message);
  });

  it("names the parameter that was probably meant", async () => {
    const { errors } = await refuse("service=checkout&enviroment=production");
    expect(errors[0]).toMatchObject({ parameter: "enviroment", nearest: "environment" });
  });

  it("names the kind of change that was probably meant", async () => {
    const { errors } = await refuse(`${production_}&change=featur`);
    expect(errors[0]).toMatchObject({ parameter: "change", nearest: "feature" });
  });
});

it("before the first cycle the gate says that nothing is known, and when to ask again", async () => {
  const { status, body, headers } = await get(appWith(undefined), `/api/v1/gate?${production_}`);
  expect(status).toBe(503);
  expect(body).toMatchObject({ code: "no-snapshot" });
  expect(headers["retry-after"]).toBe("5");
});
