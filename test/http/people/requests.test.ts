import { request as plain } from "node:http";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limiter } from "../../../src/http/limits.ts";
import { createApp } from "../../../src/http/app.ts";
import { type Served, serving } from "../../auth/support/server.ts";
import { held, knowing } from "../../support/people.ts";
import { judged, snapshotOf } from "../../support/snapshots.ts";
import { appWith, depsWith, get, send } from "../support/app.ts";

const alice = held({ roles: ["viewer"] });
const shop = snapshotOf([judged({ consumed: 0.1 })]);
const lines: string[] = [];
const logger = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
const deps = depsWith(shop, { logger, people: knowing([alice], { readsAreOpen: false }) });
const app = createApp(deps);

describe("a token", () => {
  it("in the query is not looked at", async () => {
    for (const query of [
      `token=${alice.text}`,
      `access_token=${alice.text}`,
      `authorization=Bearer%20${alice.text}`,
    ])
      expect((await get(app, `/api/v1/me?${query}`)).status).toBe(401);
  });

  it("is asked for, in the way that the standard knows", async () => {
    const { headers } = await get(app, "/api/v1/slos");
    expect(headers["www-authenticate"]).toBe('Bearer realm="nines"');
    const wrong = await get(app, "/api/v1/slos", held().headers);
    expect(wrong.headers["www-authenticate"]).toBe('Bearer realm="nines", error="invalid_token"');
  });

  it("that is unknown, expired, revoked or malformed is answered with the very same words", async () => {
    const now = alice.token.createdAt;
    const [expired, revoked] = [held({ expires: now }), held({ revokedAt: now })];
    const knowsAll = appWith(shop, { people: knowing([alice, expired, revoked], { readsAreOpen: false }) });
    const texts = new Set<string>();
    const wrong = { authorization: `${alice.headers.authorization.slice(0, -2)}aa` };
    for (const headers of [held().headers, expired.headers, revoked.headers, wrong, { authorization: "x" }]) {
      const answer = await get(knowsAll, "/api/v1/me", { ...headers, "x-request-id": "same" });
      texts.add(`${answer.status} ${answer.text} ${answer.headers["www-authenticate"]}`);
    }
    expect(texts.size).toBe(1);
  });

  it("is in no log line, metric or answer", async () => {
    await get(app, "/api/v1/me", alice.headers);
    await get(app, `/api/v1/slos?token=${alice.text}`, { authorization: `Basic ${alice.text}` });
    await send(app, "post", "/api/v1/tokens", alice.headers, { subject: alice.text });
    const said = [lines.join(""), await deps.metrics.registry.metrics()].join("\n");
    expect(lines.length).toBeGreaterThan(2);
    expect(said).not.toContain(alice.text.slice(-43));
    const me = await get(app, "/api/v1/me", alice.headers);
    expect(me.text).not.toContain(alice.text.slice(-43));
  });
});

describe("a request on the wire", () => {
  let server: Served;
  beforeAll(async () => {
    server = await serving(() => app);
  });
  afterAll(() => server.close());

  const raw = (headers: string[], path = "/api/v1/me") =>
    new Promise<number>((resolve, reject) => {
      plain(`${server.url}${path}`, { headers: ["host", "localhost", ...headers] }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on("error", reject)
        .end();
    });
  const bearer = alice.headers.authorization;

  it("with one authorization is let in", async () => {
    expect(await raw(["authorization", bearer])).toBe(200);
  });

  it("with several is refused, whichever is right: a proxy may have looked at the other", async () => {
    expect(await raw(["authorization", bearer, "authorization", bearer])).toBe(401);
    expect(await raw(["authorization", bearer, "Authorization", "Bearer x"])).toBe(401);
    expect(await raw(["authorization", "Bearer x", "authorization", bearer])).toBe(401);
  });

  it("with huge headers is refused before anything looks at it", async () => {
    expect(await raw(["authorization", `Bearer ${"a".repeat(20_000)}`])).toBe(431);
    expect(await raw(["cookie", "a=b; ".repeat(2_000), "authorization", bearer])).toBe(200);
  });
});

describe("limits", () => {
  const bob = held({ subject: "bob@example.org" });
  const limits = { reads: 3, writes: 2, gate: 5 };
  const limited = () => appWith(shop, { people: { ...knowing([alice, bob, held()]), limits } });
  const times = async (count: number, ask: () => Promise<{ status: number }>): Promise<number[]> => {
    const statuses: number[] = [];
    for (let asked = 0; asked < count; asked++) statuses.push((await ask()).status);
    return statuses;
  };

  it("hold for each identity on its own", async () => {
    const one = limited();
    expect(await times(4, () => get(one, "/api/v1/slos", alice.headers))).toEqual([200, 200, 200, 429]);
    expect((await get(one, "/api/v1/slos", bob.headers)).status).toBe(200);
  });

  it("count writes and the gate apart from reads", async () => {
    const one = limited();
    const write = () => send(one, "post", "/api/v1/tokens/none/revoke", alice.headers, {});
    expect(await times(3, write)).toEqual([404, 404, 429]);
    const gate = () => get(one, "/api/v1/gate?service=checkout&environment=production", alice.headers);
    expect(await times(6, gate)).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await get(one, "/api/v1/slos", alice.headers)).status).toBe(200);
  });

  it("say when to go on", async () => {
    const one = limited();
    await times(3, () => get(one, "/api/v1/slos", alice.headers));
    const { body, headers } = await get(one, "/api/v1/slos", alice.headers);
    expect(body).toMatchObject({ status: 429, code: "too-many-requests" });
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(headers["retry-after"])).toBeLessThanOrEqual(60);
  });

  it("do not slow down who sits on this machine and is nobody in particular", async () => {
    const one = limited();
    expect(new Set(await times(10, () => get(one, "/api/v1/slos")))).toEqual(new Set([200]));
  });

  it("count wrong tokens by address, from this machine as well", async () => {
    const one = limited();
    const wrong = () => get(one, "/api/v1/slos", held().headers);
    expect(await times(4, wrong)).toEqual([401, 401, 401, 429]);
  });

  it("count strangers by address, and IPv6 by network", async () => {
    const limit = limiter(limits);
    const ask = async (remoteAddress: string): Promise<string> => {
      const request = { socket: { remoteAddress }, headers: {}, app: { get: () => undefined } };
      const response = { headersSent: false, setHeader: () => undefined };
      try {
        await limit("reads", request as never, response as never, { kind: "anonymous" });
        return "in";
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    for (const address of ["192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"])
      expect(await ask(address)).toBe("in");
    expect(await ask("192.0.2.1")).toBe("too-many-requests");
    for (const last of ["1", "2", "3"]) expect(await ask(`2001:db8::${last}`)).toBe("in");
    expect(await ask("2001:db8:0:ff::4")).toBe("too-many-requests");
    expect(await ask("2001:db8:1::4")).toBe("in");
  });
});
