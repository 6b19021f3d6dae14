import { describe, expect, it } from "vitest";
import type { Environment, Service } from "../../src/model/definitions.ts";
import { decisions, isAllowed } from "../../src/model/policy.ts";
import type { JudgedSlo } from "../../src/policy/judged.ts";
import { judged, policyOf, production, serviceOf, snapshotOf } from "../support/snapshots.ts";
import { ask } from "./ask.ts";

const staging: Environment = { ...production, name: "staging", aliases: ["stage"] };

const viewOf = (services: readonly Service[], slos: readonly JudgedSlo[] = [], policy = policyOf()) =>
  snapshotOf(slos, {
    services: new Map(services.map((service) => [service.name, service])),
    environments: new Map(
      [production, staging].flatMap((each) => [each.name, ...each.aliases].map((name) => [name, each])),
    ),
    policies: new Map([[policy.name, policy]]),
  });

const delivered = (name: string, repository: string, environments: Readonly<Record<string, string>>) =>
  serviceOf(name, { delivery: [{ kind: "github", repository, environments }] });
const from = (repository: string, environment: string, forge?: "github" | "gitlab") =>
  ({ kind: "delivery", repository, environment, ...(forge !== undefined && { forge }) }) as const;

describe("who is asked about", () => {
  it("is found by an environment's alias", () => {
    const view = viewOf([serviceOf("checkout")], [judged({ consumed: 0.1 })]);
    expect(ask(view, { environment: "live" })).toMatchObject({
      environment: "production",
      decision: "allow",
    });
  });

  it("is judged in the environment asked for, not in another", () => {
    const services = [serviceOf("checkout", { environments: ["production", "staging"] })];
    const slos = [judged({ consumed: 2 }), judged({ slo: { environment: "staging" }, consumed: 0.1 })];
    expect(ask(viewOf(services, slos), { environment: "staging" }).decision).toBe("allow");
    expect(ask(viewOf(services, slos)).decision).toBe("needs_exception");
  });

  it.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "is in no environment called %s, although every object answers to that",
    (environment) => {
      const view = viewOf([delivered("checkout", "shop/checkout", { prod: "production" })], []);
      const verdict = ask(view, { subject: from("shop/checkout", environment) });
      expect(verdict).toMatchObject({ allowed: false, cause: "unknown-environment" });
    },
  );

  it("may be named by its alias in a rule as well", () => {
    const policy = policyOf({ gate: [{ environment: ["stage"], then: "warn" }, { then: "deny" }] });
    const services = [serviceOf("checkout", { environments: ["staging"] })];
    const slos = [judged({ slo: { environment: "staging" }, consumed: 0.1, policy })];
    expect(ask(viewOf(services, slos), { environment: "staging" }).decision).toBe("warn");
  });

  for (const onUnregistered of decisions) {
    it(`unknown as a service, gets ${onUnregistered} when the policy says so`, () => {
      const verdict = ask(viewOf([], [], policyOf({ onUnregistered })), { service: "chekout" });
      expect(verdict).toMatchObject({
        decision: onUnregistered,
        allowed: isAllowed(onUnregistered),
        state: "unknown",
        cause: "unknown-service",
        services: ["chekout"],
        reasons: [
          {
            kind: "registration",
            sentence: `no service chekout is registered; onUnregistered → ${onUnregistered}`,
          },
        ],
      });
      expect(verdict.allowedNow.length > 0).toBe(isAllowed(onUnregistered));
    });

    it(`without an SLO to judge by, gets ${onUnregistered} from onNoSlo`, () => {
      const view = viewOf([serviceOf("checkout")], [], policyOf({ onNoSlo: onUnregistered }));
      expect(ask(view)).toMatchObject({ decision: onUnregistered, state: "unknown", cause: "no-slo" });
    });
  }

  it("does not pass when there is no policy to ask", () => {
    const view = snapshotOf([], { services: new Map(), policies: new Map() });
    expect(ask(view).decision).toBe("deny");
  });

  it("is not registered in an environment that it does not run in", () => {
    const verdict = ask(viewOf([serviceOf("checkout")]), { environment: "staging" });
    expect(verdict).toMatchObject({ decision: "deny", cause: "unknown-environment", environment: "staging" });
    expect(verdict.reasons[0]?.sentence).toMatch(
      /not registered in an environment staging, only in production/,
    );
  });

  it("has no SLO when all it has are only shown", () => {
    const shown = judged({ slo: { gate: false }, consumed: 3 });
    expect(ask(viewOf([serviceOf("checkout")], [shown]))).toMatchObject({
      cause: "no-slo",
      decision: "warn",
    });
  });
});

describe("asking by repository", () => {
  const checkout = delivered("checkout", "shop/checkout", { "prod-eu": "production" });

  it("finds the service and maps the forge's environment", () => {
    const verdict = ask(viewOf([checkout], [judged({ consumed: 0.1 })]), {
      subject: from("shop/checkout", "prod-eu"),
    });
    expect(verdict).toMatchObject({ services: ["checkout"], environment: "production", decision: "allow" });
  });

  it("judges every service that the repository delivers there", () => {
    const both = [
      delivered("checkout", "shop/all", { prod: "production" }),
      delivered("search", "shop/all", { prod: "production" }),
      delivered("admin", "shop/all", { tools: "production" }),
    ];
    const slos = [judged({ consumed: 0.1 }), judged({ slo: { service: "search" }, consumed: 1.5 })];
    const verdict = ask(viewOf(both, slos), { subject: from("shop/all", "prod") });
    expect(verdict).toMatchObject({ services: ["checkout", "search"], decision: "needs_exception" });
  });

  it("knows no service of a strange repository", () => {
    const verdict = ask(viewOf([checkout]), { subject: from("shop/chekout", "prod-eu") });
    expect(verdict).toMatchObject({ cause: "unknown-service", decision: "deny" });
  });

  it("knows no environment that the forge was not said to have", () => {
    const verdict = ask(viewOf([checkout]), { subject: from("shop/checkout", "prod-us") });
    expect(verdict).toMatchObject({ cause: "unknown-environment", services: ["checkout"] });
  });

  it("tells the forges apart when asked to", () => {
    const verdict = ask(viewOf([checkout]), { subject: from("shop/checkout", "prod-eu", "gitlab") });
    expect(verdict.cause).toBe("unknown-service");
  });
});
