import { describe, expect, it } from "vitest";
import type { Deployment } from "../../src/governance/deployments/deployment.ts";
import type { Incident } from "../../src/governance/incidents/incident.ts";
import type { Timestamp } from "../../src/model/units.ts";
import { deploymentsNear, timelineOf } from "../../src/report/timeline.ts";
import { earlier, later, noon } from "../support/snapshots.ts";

const incident = (to?: Timestamp): Incident => ({
  ...{ id: "inc-1", service: "checkout", environment: "production", title: "orders are lost" },
  ...{ openedAt: noon, openedBy: "alice@example.org", byAlert: false },
  spells: [{ from: noon, ...(to !== undefined && { to }) }],
  ...{ alerts: [], notes: [], actions: [] },
});

const deployment = (version: string, startedAt: Timestamp, more: Partial<Deployment> = {}): Deployment => ({
  ...{ id: `dp-${version}`, service: "checkout", environment: "production", version },
  ...{ startedAt, finishedAt: startedAt, outcome: "succeeded", recordedBy: "ci", recordedAt: startedAt },
  ...more,
});

const near = (of: Incident, ...deployments: readonly Deployment[]): readonly string[] =>
  deploymentsNear(of, deployments, ["payments"], later("2h")).map(({ version = "" }) => version);

describe("what went out near an incident", () => {
  it("is what was still watched when it began, and what went out while it lasted", () =>
    expect(
      near(
        incident(later("1h")),
        deployment("before", earlier("1h")),
        deployment("roll-back", later("20m")),
        deployment("next", later("90m")),
      ),
    ).toEqual(["before", "roll-back"]));

  it("is nothing that another deployment had replaced by then, or that is out for more than four hours", () => {
    const replaced = [deployment("replaced", earlier("1h")), deployment("newer", earlier("10m"))];
    expect(near(incident(), ...replaced)).toEqual(["newer"]);
    expect(near(incident(), deployment("old", earlier("5h")))).toEqual([]);
  });

  it("is as well what went out of the services that its own depends on, in the same environment alone", () =>
    expect(
      near(
        incident(),
        deployment("of-payments", earlier("5m"), { service: "payments" }),
        deployment("of-search", earlier("5m"), { service: "search" }),
        deployment("in-staging", earlier("5m"), { environment: "staging" }),
      ),
    ).toEqual(["of-payments"]));
});

describe("an incident's timeline", () => {
  it("has deployments among the rest, each with how it ended where that is not the usual", () => {
    const out = [
      deployment("v1", earlier("5m")),
      deployment("v2", later("5m"), { outcome: "failed" }),
      ...[deployment("v3", later("6m"))].map(({ outcome: _, finishedAt: __, ...running }) => running),
    ];
    expect(timelineOf(incident(), new Map(), out).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      "deployed: checkout v1 went out",
      "began: the incident began",
      "deployed: checkout v2 went out (failed)",
      "deployed: checkout v3 went out (under way)",
    ]);
  });
});
