import { describe, expect, it } from "vitest";
import { experimentDetailSchema } from "../../../src/http/schemas/governance/experiment.ts";
import { governedApp, type Who } from "./world.ts";

const correction = {
  service: "checkout",
  environments: ["production"],
  ...{ from: "2026-11-21T02:00:00Z", to: "2026-11-21T04:00:00Z", effect: "drop", reason: "load test" },
  evidence: ["https://wiki.example/loadtest"],
};
const window = {
  kind: "maintenance",
  ...{ title: "upgrade", reason: "CHG-1", service: "checkout", environments: ["production"] },
  schedule: { kind: "once", from: "2026-11-22T13:00:00Z", to: "2026-11-22T15:00:00Z" },
  acts: { budget: "drop" },
};
const experiment = {
  ...{ service: "checkout", environment: "production", title: "kill a pod", blastRadius: "1 of 12" },
  ...{ cost: 0.02, caps: { spend: 0.04, burn: 10 }, length: "30m" },
};

async function asked(collection: string, body: object) {
  const of = await governedApp();
  const { body: made } = await of.as("alice").post(`/api/v1/${collection}`, body);
  const { id, requestHash } = made as { id: string; requestHash: string };
  const path = `/api/v1/${collection}/${id}`;
  const may = async (who: Who) => ((await of.as(who).get(path)).body as { youMay: string[] }).youMay;
  return { of, path, requestHash, may };
}

describe("what somebody may do now", () => {
  it("with a correction is theirs to do: who asked takes it back, who has a seat decides", async () => {
    const { of, path, requestHash, may } = await asked("corrections", correction);
    expect(await may("alice")).toEqual(["withdraw"]);
    expect(await may("bob")).toEqual(["approve", "deny"]);
    expect(await may("auditor")).toEqual([]);
    await of.as("bob").post(`${path}/approve`, { requestHash });
    await of.as("carol").post(`${path}/approve`, { requestHash });
    expect(await may("bob")).toEqual(["revoke"]);
  });

  it("with a window ends once it is cancelled", async () => {
    const { of, path, may } = await asked("windows", window);
    expect(await may("alice")).toEqual(["cancel", "edit"]);
    expect(await may("carol")).toEqual(["approve", "deny"]);
    await of.as("alice").post(`${path}/cancel`);
    expect([await may("alice"), await may("carol")]).toEqual([[], []]);
  });

  it("with an experiment is to stop it, and to start it only where the gate agrees", async () => {
    const { of, path, may } = await asked("experiments", experiment);
    expect(experimentDetailSchema.parse((await of.as("alice").get(path)).body)).toMatchObject({
      state: "approved",
      youMay: ["abort"],
    });
    await of.as("alice").post(`${path}/abort`, { reason: "not today" });
    expect(await may("alice")).toEqual([]);
  });
});
