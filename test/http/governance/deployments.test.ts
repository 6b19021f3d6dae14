import { describe, expect, it } from "vitest";
import { deploymentDetailSchema } from "../../../src/http/schemas/governance/deployment.ts";
import { governedApp } from "./world.ts";

const place = { service: "checkout", environment: "prod" };
const path = "/api/v1/deployments";

describe("a deployment over HTTP", () => {
  it("is recorded by a machine, shown with its history, and listed newest first", async () => {
    const of = await governedApp();
    const decided = await of
      .as("ci")
      .post("/api/v1/gate/decisions", { ...place, change: "fix", sha: "4f2a91c" });
    const { id: decision } = decided.body as { id: string };
    const begun = await of.as("ci").post(path, { ...place, sha: "4f2a91c", decision });
    const { id } = begun.body as { id: string };
    expect(begun).toMatchObject({
      status: 200,
      body: { environment: "production", recordedBy: "deploy-bot" },
    });
    await of.as("ci").post(path, { ...place, sha: "4f2a91c", outcome: "succeeded" });
    await of.as("ci").post(path, { ...place, sha: "5e3b1c0", started: "2026-11-22T11:00:00Z" });
    const { body } = await of.as("auditor").get(`${path}/${id}`);
    expect(deploymentDetailSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({ outcome: "succeeded", decision, history: [{}, {}] });
    const list = (await of.as("alice").get(`${path}?service=checkout&environment=prod`)).body;
    expect(list).toMatchObject({ total: 2, items: [{ id }, { sha: "5e3b1c0" }] });
    expect((await of.as("alice").get(`${path}?state=running`)).body).toMatchObject({ total: 1 });
    expect((await of.as("alice").get(`${path}?sha=none`)).body).toMatchObject({ total: 0 });
  });

  it("does not name a decision that there is not, or that was about something else", async () => {
    const of = await governedApp();
    const fields = [{ field: "decision", message: "there is no decision gd-none" }];
    const said = { ...place, sha: "4f2a91c", decision: "gd-none" };
    expect(await of.as("ci").post(path, said)).toMatchObject({ status: 422, body: { fields } });
  });

  it("is a conflict when it is told of otherwise than before", async () => {
    const of = await governedApp();
    await of.as("ci").post(path, { ...place, sha: "4f2a91c", run: "4711", outcome: "failed" });
    const other = await of
      .as("ci")
      .post(path, { ...place, sha: "4f2a91c", run: "4711", outcome: "succeeded" });
    expect(other).toMatchObject({ status: 409, body: { code: "conflict" } });
  });
});
