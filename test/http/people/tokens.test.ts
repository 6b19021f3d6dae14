import { describe, expect, it } from "vitest";
import { authenticator } from "../../../src/auth/authenticate.ts";
import { newSecret } from "../../../src/auth/tokens.ts";
import { createFirstToken } from "../../../src/governance/people/commands.ts";
import { hashSecret, tokenText } from "../../../src/governance/people/secret.ts";
import { newTokenSchema, tokenListSchema, tokenSchema } from "../../../src/http/schemas/people.ts";
import { openDesk } from "../../../src/runtime/governance/open-desk.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import { later, noon, snapshotOf } from "../../support/snapshots.ts";
import { appWith, get, send } from "../support/app.ts";

type Headers = Readonly<Record<string, string>>;
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

/** A server whose journal knows one admin, and whose clock the test sets. */
async function server() {
  const clock = { now: noon };
  const journal = openMemoryJournal();
  const desk = openDesk({ journal, now: () => clock.now, pause: async () => undefined });
  const secret = newSecret();
  await desk.act((state, occasion) =>
    createFirstToken(state, occasion, { id: "tk-first", hash: hashSecret(secret) }),
  );
  const app = appWith(snapshotOf([]), {
    desk,
    now: () => clock.now,
    people: {
      authenticate: authenticator({ tokens: () => desk.state().tokens, now: () => clock.now }),
      readsAreOpen: false,
      newSecret,
    },
  });
  const admin = bearer(tokenText("tk-first", secret));
  const create = (body: object, headers: Headers = admin) =>
    send(app, "post", "/api/v1/tokens", headers, body);
  return { app, clock, journal, admin, create };
}

const alice = { subject: "Alice@example.org", roles: ["requester"], groups: ["payments"] };

describe("a token created over HTTP", () => {
  it("is shown once, and lets its subject in", async () => {
    const { app, create } = await server();
    const { status, body } = await create(alice);
    const token = newTokenSchema.parse(body);
    expect(status).toBe(201);
    expect(token).toMatchObject({
      subject: "alice@example.org",
      services: ["*"],
      state: "valid",
      createdBy: "admin",
    });
    const me = await get(app, "/api/v1/me", bearer(token.token));
    expect(me.body).toMatchObject({ identity: { subject: "alice@example.org", via: `token:${token.id}` } });
  });

  it("is kept nowhere: not in the journal, not in the list", async () => {
    const { app, journal, admin, create } = await server();
    const { token, id } = newTokenSchema.parse((await create(alice)).body);
    const secret = token.slice(-43);
    expect(JSON.stringify(await journal.read(1, 100))).not.toContain(secret);
    const list = await get(app, "/api/v1/tokens", admin);
    expect(tokenListSchema.parse(list.body).items.map((each) => each.id)).toEqual(["tk-first", id]);
    expect(list.text).not.toContain(secret);
    expect(list.text).not.toContain("hash");
  });

  it("expires by the clock", async () => {
    const { app, clock, create } = await server();
    const expires = new Date((noon + 60) * 1_000).toISOString();
    const { token } = newTokenSchema.parse((await create({ ...alice, expires })).body);
    clock.now = later("59s");
    expect((await get(app, "/api/v1/me", bearer(token))).status).toBe(200);
    clock.now = later("1m");
    expect((await get(app, "/api/v1/me", bearer(token))).status).toBe(401);
  });

  it("is refused from the request after its end on", async () => {
    const { app, admin, create } = await server();
    const { token, id } = newTokenSchema.parse((await create(alice)).body);
    const ended = await send(app, "post", `/api/v1/tokens/${id}/revoke`, admin, { reason: "lost" });
    expect(tokenSchema.parse(ended.body).state).toBe("revoked");
    expect((await get(app, "/api/v1/me", bearer(token))).status).toBe(401);
  });

  it("may be ended by whom it speaks for, and by nobody else but admins", async () => {
    const { app, create } = await server();
    const own = newTokenSchema.parse((await create(alice)).body);
    const bob = newTokenSchema.parse((await create({ ...alice, subject: "bob@example.org" })).body);
    const revoke = (id: string) => send(app, "post", `/api/v1/tokens/${id}/revoke`, bearer(own.token), {});
    expect((await revoke(bob.id)).status).toBe(404);
    expect((await revoke(own.id)).status).toBe(200);
  });

  it("is not made twice under one idempotency-key, and not shown again either", async () => {
    const { app, admin, create } = await server();
    const headers = { ...admin, "idempotency-key": "build-42" };
    expect((await create(alice, headers)).status).toBe(201);
    const again = await create(alice, headers);
    expect([again.status, (again.body as { code: string }).code]).toEqual([409, "conflict"]);
    expect((await create({ ...alice, groups: [] }, headers)).status).toBe(409);
    expect(tokenListSchema.parse((await get(app, "/api/v1/tokens", admin)).body).items).toHaveLength(2);
  });

  it.each([
    [{}, ["subject", "roles"]],
    [{ ...alice, role: "admin" }, ["role"]],
    [{ ...alice, roles: ["root"] }, ["roles[0]"]],
    [{ ...alice, expires: "tomorrow" }, ["expires"]],
  ])("is refused when the body is malformed: %o", async (body, fields) => {
    const { create } = await server();
    const refused = await create(body);
    expect(refused.status).toBe(400);
    expect((refused.body as { fields: { field: string }[] }).fields.map(({ field }) => field)).toEqual(
      fields,
    );
  });

  it("is refused when it makes no sense, naming the field", async () => {
    const { create } = await server();
    const refused = await create({ subject: "deploy-bot", roles: ["machine"] });
    expect(refused.body).toMatchObject({ status: 422, code: "invalid", fields: [{ field: "services" }] });
  });

  it("leaves the last admin's alone", async () => {
    const { app, admin } = await server();
    const refused = await send(app, "post", "/api/v1/tokens/tk-first/revoke", admin, {});
    expect(refused.body).toMatchObject({ status: 409, code: "conflict" });
  });
});
