import { describe, expect, it } from "vitest";
import { decide, isOpen } from "../../src/gate/decide.ts";
import { emptyState } from "../../src/governance/state.ts";
import { changeKinds, states } from "../../src/model/policy.ts";
import { judged, noon, serviceOf, snapshotOf } from "../support/snapshots.ts";

const services = ["lonely", "leaning", ...states].map((name) =>
  serviceOf(name, { dependsOn: name === "leaning" ? ["frozen", "healthy"] : [] }),
);
const view = snapshotOf(
  [...states, "leaning" as const].map((service) =>
    judged({
      consumed: 0.1,
      state: service === "leaning" ? "healthy" : service,
      fastBurn: service === "healthy",
      slo: { service },
    }),
  ),
  { services: new Map(services.map((service) => [service.name, service])) },
);

const governance = emptyState();

describe("whether the gate is open", () => {
  for (const service of [...services.map(({ name }) => name), "nobody"])
    it(`is what its verdict allows, of ${service}`, () => {
      for (const change of changeKinds) {
        const subject = { kind: "service", service, environment: "production" } as const;
        const question = { subject, change, group: {} };
        expect([change, isOpen(question, view, governance, noon)]).toEqual([
          change,
          decide(question, view, governance, noon).allowed,
        ]);
      }
    });
});
