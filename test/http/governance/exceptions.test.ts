import { describe, expect, it } from "vitest";
import {
  exceptionDetailSchema,
  type ExceptionDetailBody,
} from "../../../src/http/schemas/governance/exception.ts";
import { later } from "../../support/snapshots.ts";
import type { Answer } from "../support/app.ts";
import { governedApp, request, type GovernedApp } from "./world.ts";

/** Held to its schema: nothing in it that the contract does not name. */
function exceptionIn({ body }: Answer): ExceptionDetailBody {
  const read = exceptionDetailSchema.parse(body);
  expect(read).toEqual(body);
  return read;
}

async function asked(of: GovernedApp, changes = {}): Promise<ExceptionDetailBody> {
  const answer = await of.as("alice").post("/api/v1/exceptions", request(changes));
  expect(answer.status, answer.text).toBe(201);
  return exceptionIn(answer);
}
const pathOf = ({ id }: ExceptionDetailBody, verb = "") => `/api/v1/exceptions/${id}${verb}`;

describe("an exception over HTTP", () => {
  it("says on being asked for who has to approve it, and until when", async () => {
    const of = await governedApp();
    const exception = await asked(of);
    expect(exception).toMatchObject({
      state: "pending",
      requestedBy: "alice@example.org",
      usesLeft: 1,
      quorum: { state: "frozen", missing: ["team-shop", "sre"] },
      answerBy: { denyAt: "2026-11-24T12:00:10.000Z" },
      obstacles: [{ code: "approvals-missing" }],
      youMay: ["withdraw", "edit"],
    });
    expect(exception.history?.map(({ kind }) => kind)).toEqual(["exception-requested"]);
  });

  it("comes into force with its last seat, and tells each person what they could do", async () => {
    const of = await governedApp();
    const exception = await asked(of);
    const { requestHash } = exception;
    const seen = exceptionIn(await of.as("bob").get(pathOf(exception)));
    expect(seen.youMay).toEqual(["approve", "deny"]);
    const half = exceptionIn(await of.as("bob").post(pathOf(exception, "/approve"), { requestHash }));
    expect(half).toMatchObject({ state: "pending", quorum: { missing: ["sre"] } });
    const whole = exceptionIn(
      await of.as("carol").post(pathOf(exception, "/approve"), { requestHash, comment: "fine" }),
    );
    expect(whole).toMatchObject({ state: "active", obstacles: [], youMay: ["revoke"] });
    expect(whole.history?.at(-1)?.sentence).toBe("carol@example.org approved for sre: fine");
  });

  it("is approved as it was read or not at all: an edit voids what was approved", async () => {
    const of = await governedApp();
    const exception = await asked(of);
    const { requestHash } = exception;
    await of.as("bob").post(pathOf(exception, "/approve"), { requestHash });
    const edited = exceptionIn(await of.as("alice").put(pathOf(exception), request({ risk: "two deploys" })));
    expect(edited).toMatchObject({ state: "pending", risk: "two deploys", quorum: { approvals: [] } });
    const late = await of.as("carol").post(pathOf(exception, "/approve"), { requestHash });
    expect(late).toMatchObject({ status: 409, body: { code: "outdated" } });
  });

  it("is not written over by whoever has not read what it says by now", async () => {
    const of = await governedApp();
    const exception = await asked(of);
    const edit = (risk: string) =>
      of.as("alice").put(pathOf(exception), request({ risk, requestHash: exception.requestHash }));
    expect(exceptionIn(await edit("two deploys"))).toMatchObject({ risk: "two deploys" });
    expect(await edit("three deploys")).toMatchObject({ status: 409, body: { code: "outdated" } });
    expect(exceptionIn(await of.as("alice").get(pathOf(exception)))).toMatchObject({ risk: "two deploys" });
  });

  it.each([
    ["without a hash", {}, 400, "bad-body"],
    ["with half a hash", { requestHash: "xyz" }, 400, "bad-body"],
    ["with a word too much", { requestHash: "0".repeat(64), force: true }, 400, "bad-body"],
    ["with another's hash", { requestHash: "0".repeat(64) }, 409, "outdated"],
  ])("is not approved %s", async (_how, body, status, code) => {
    const of = await governedApp();
    const exception = await asked(of);
    const answer = await of.as("bob").post(pathOf(exception, "/approve"), body);
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it("names every field that is wrong, at once", async () => {
    const of = await governedApp();
    const answer = await of.as("alice").post("/api/v1/exceptions", {
      ...request({ reason: { category: "whim", text: "" }, start: "tomorrow", enviroments: ["production"] }),
    });
    expect(answer.status).toBe(400);
    const { fields } = answer.body as { fields: { field: string; nearest?: string }[] };
    expect(fields.map(({ field }) => field)).toEqual(
      expect.arrayContaining(["reason.category", "reason.text", "start", "enviroments"]),
    );
    expect(fields.find(({ field }) => field === "enviroments")?.nearest).toBe("environments");
  });

  it("is found by who asked, by who may answer, by state and by service", async () => {
    const of = await governedApp();
    const { id } = await asked(of);
    const ids = async (who: "alice" | "bob" | "carol", query: string) => {
      const { body } = await of.as(who).get(`/api/v1/exceptions?${query}`);
      return (body as { items: { id: string }[] }).items.map((item) => item.id);
    };
    expect(await ids("alice", "mine=true")).toEqual([id]);
    expect(await ids("bob", "mine=true")).toEqual([]);
    expect(await ids("bob", "waitingForMe=true")).toEqual([id]);
    expect(await ids("alice", "waitingForMe=true")).toEqual([]);
    expect(await ids("bob", "state=pending,active")).toEqual([id]);
    expect(await ids("bob", "state=denied")).toEqual([]);
    expect(await ids("bob", "service=search")).toEqual([]);
  });

  it("is withdrawn by who asked alone, and denied with a reason that they read", async () => {
    const of = await governedApp();
    const exception = await asked(of);
    const denied = exceptionIn(await of.as("bob").post(pathOf(exception, "/deny"), { reason: "not today" }));
    expect(denied).toMatchObject({ state: "denied", ended: { by: "bob@example.org", reason: "not today" } });
    const again = await of.as("alice").post(pathOf(exception, "/withdraw"));
    expect(again).toMatchObject({ status: 409, body: { code: "conflict" } });
  });

  it("of a broken glass acts at once, waits for two reviews, and lets another one break no more when overdue", async () => {
    const of = await governedApp();
    const { service, environments, reason } = request();
    const glass = exceptionIn(
      await of.as("alice").post("/api/v1/break-glass", { service, environments, reason }),
    );
    expect(glass).toMatchObject({ state: "active", breakGlass: { overdue: false, reviews: [] } });
    expect(glass.quorum).toBeUndefined();
    of.clock.now = later("25h");
    const again = await of.as("alice").post("/api/v1/break-glass", { service, environments, reason });
    expect(again).toMatchObject({ status: 409, body: { code: "review-overdue" } });
    const { body } = await of.as("bob").get("/api/v1/exceptions?review=overdue");
    expect((body as { total: number }).total).toBe(1);
    const review = { verdict: "justified", comment: "seen" };
    await of.as("bob").post(pathOf(glass, "/review"), review);
    const reviewed = exceptionIn(await of.as("carol").post(pathOf(glass, "/review"), review));
    expect(reviewed.breakGlass?.reviews).toHaveLength(2);
  });
});

describe("what is asked for twice under one idempotency key", () => {
  it("is done once", async () => {
    const of = await governedApp();
    const post = () => of.as("alice").post("/api/v1/exceptions", request(), "once");
    const [one, two] = await Promise.all([post(), post()]);
    expect(exceptionIn(one).id).toBe(exceptionIn(two).id);
    expect(of.desk.state().exceptions.size).toBe(1);
  });

  it("is a conflict when it is something else", async () => {
    const of = await governedApp();
    await of.as("alice").post("/api/v1/exceptions", request(), "once");
    const other = await of.as("alice").post("/api/v1/exceptions", request({ risk: "none" }), "once");
    expect(other).toMatchObject({ status: 409, body: { code: "conflict" } });
  });
});

describe("without a journal", () => {
  it("nothing is done, and everything known is still shown with its age", async () => {
    const of = await governedApp();
    const exception = await asked(of);
    await of.journal.close();
    const { requestHash } = exception;
    const refused = await of.as("bob").post(pathOf(exception, "/approve"), { requestHash });
    expect(refused).toMatchObject({ status: 503, body: { code: "journal-unavailable" } });
    expect(refused.headers["retry-after"]).toBe("5");
    const shown = exceptionIn(await of.as("bob").get(pathOf(exception)));
    expect(shown).toMatchObject({ state: "pending", asOf: "2026-11-22T12:00:10.000Z" });
    expect(shown.history).toBeUndefined();
  });
});
