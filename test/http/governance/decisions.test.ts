import { describe, expect, it } from "vitest";
import {
  type DecisionBody,
  decisionSchema,
  storedDecisionSchema,
} from "../../../src/http/schemas/governance/decision.ts";
import type { ExceptionDetailBody } from "../../../src/http/schemas/governance/exception.ts";
import { later } from "../../support/snapshots.ts";
import type { Answer } from "../support/app.ts";
import { governedApp, request, type GovernedApp } from "./world.ts";

const question = (sha?: string) => ({
  service: "checkout",
  environment: "production",
  ...(sha !== undefined && { sha }),
});
function decisionIn({ body }: Answer): DecisionBody {
  const read = decisionSchema.parse(body);
  expect(read).toEqual(body);
  return read;
}
const decided = async (of: GovernedApp, sha?: string, key?: string): Promise<DecisionBody> =>
  decisionIn(await of.as("ci").post("/api/v1/gate/decisions", question(sha), key));

async function approved(of: GovernedApp): Promise<string> {
  const { body } = await of.as("alice").post("/api/v1/exceptions", request());
  const { id, requestHash } = body as ExceptionDetailBody;
  for (const who of ["bob", "carol"] as const)
    await of.as(who).post(`/api/v1/exceptions/${id}/approve`, { requestHash });
  return id;
}

describe("a decision on record", () => {
  it("is the gate's verdict with an id, and is read back by it", async () => {
    const of = await governedApp();
    const decision = await decided(of, "4f2a91c");
    expect(decision).toMatchObject({ decision: "needs_exception", allowed: false, repeated: false });
    const { id, repeated: _, ...verdict } = decision;
    const { body } = await of.as("ci").get(`/api/v1/gate/decisions/${id}`);
    expect(storedDecisionSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({ id, by: "deploy-bot", allowed: false, uses: [], verdict });
  });

  it("is listed with others about the service, newest first, page by page", async () => {
    const of = await governedApp();
    for (const sha of ["a1", "a2", "a3"]) await decided(of, sha);
    const list = async (path: string) =>
      (await of.as("bob").get(path)).body as { items: { sha: string }[]; next?: string };
    const first = await list("/api/v1/gate/decisions?service=checkout&by=deploy-bot&limit=2");
    expect(first.items).toMatchObject([
      { sha: "a3", services: ["checkout"], decision: "needs_exception", allowed: false, by: "deploy-bot" },
      { sha: "a2" },
    ]);
    const second = await list(first.next!);
    expect(second).toMatchObject({ items: [{ sha: "a1" }] });
    expect(second.next).toBeUndefined();
    expect((await list("/api/v1/gate/decisions?service=search")).items).toEqual([]);
  });

  it("is the same for the same question while its verdict holds, and another one afterwards", async () => {
    const of = await governedApp();
    const first = await decided(of, "4f2a91c");
    expect(await decided(of, "4f2a91c")).toMatchObject({ id: first.id, repeated: true });
    expect((await decided(of, "9be01d7")).id).not.toBe(first.id);
    of.clock.now = later("2m");
    expect(await decided(of, "4f2a91c")).toMatchObject({ repeated: false });
  });

  it("spends one use of an exception for one change, however often that is asked and by whom first", async () => {
    const of = await governedApp();
    const exception = await approved(of);
    const all = await Promise.all(
      ["4f2a91c", "4f2a91c", "9be01d7", "4f2a91c"].map((sha) => decided(of, sha)),
    );
    expect(all.map(({ allowed }) => allowed)).toEqual([true, true, false, true]);
    expect(new Set([all[0]!.id, all[1]!.id, all[3]!.id]).size).toBe(1);
    const { body } = await of.as("alice").get(`/api/v1/exceptions/${exception}`);
    expect(body).toMatchObject({ state: "consumed", usesLeft: 0, uses: [{ sha: "4f2a91c" }] });
  });

  it("is not what GET gives: a preview spends nothing and is not journalled", async () => {
    const of = await governedApp();
    await approved(of);
    const { seq } = await of.journal.head();
    const { body } = await of
      .as("ci")
      .get("/api/v1/gate?service=checkout&environment=production&sha=4f2a91c");
    expect(body).toMatchObject({ allowed: true });
    expect((await of.journal.head()).seq).toBe(seq);
  });

  it("is answered as the first time under its key while its verdict holds", async () => {
    const of = await governedApp();
    const first = await decided(of, "4f2a91c", "job-1");
    of.clock.now = later("20s");
    const { repeated: _, ...again } = await decided(of, "4f2a91c", "job-1");
    expect(again).toEqual({ ...again, id: first.id, evaluatedAt: first.evaluatedAt });
  });

  it("is decided anew under its key once its verdict has expired: the exception may be gone by then", async () => {
    const of = await governedApp();
    const exception = await approved(of);
    const first = await decided(of, "4f2a91c", "job-17");
    expect(first.allowed).toBe(true);
    await of.as("bob").post(`/api/v1/exceptions/${exception}/revoke`, { reason: "it made things worse" });
    expect((await decided(of, "4f2a91c", "job-17")).id).toBe(first.id);
    of.clock.now = later("2m");
    expect(await decided(of, "4f2a91c", "job-17")).toMatchObject({ allowed: false, repeated: false });
  });

  it("is for machines that are bound to the service", async () => {
    const of = await governedApp();
    const answer = await of.as("ci").post("/api/v1/gate/decisions", { ...question(), service: "payments" });
    expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });

  it("is refused where the question is malformed, field by field", async () => {
    const of = await governedApp();
    const answer = await of
      .as("ci")
      .post("/api/v1/gate/decisions", { service: "checkout", repository: "shop/checkout" });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: "bad-body", fields: [{ field: "repository" }] },
    });
  });

  it("is not given while it cannot be recorded; the preview still is", async () => {
    const of = await governedApp();
    await of.journal.close();
    const answer = await of.as("ci").post("/api/v1/gate/decisions", question());
    expect(answer).toMatchObject({ status: 503, body: { code: "journal-unavailable" } });
    expect((await of.as("ci").get("/api/v1/gate?service=checkout&environment=production")).status).toBe(200);
  });
});
