import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type PrometheusServer, startPrometheus } from "../../../kit/prometheus.ts";
import { temporaryFolder } from "../../../kit/processes.ts";
import type { Reply } from "../../../src/query/port.ts";
import type { SourceOptions } from "../../../src/prometheus/options.ts";
import { sourceOf } from "../../prometheus/options.ts";
import { type Certificate, authority, issue, store } from "./certificates.ts";
import { type Door, type DoorOptions, openDoor } from "./door.ts";

const secret = "correct-horse-battery";
let server: PrometheusServer;
let folder: string;
beforeAll(async () => {
  server = await startPrometheus();
  folder = temporaryFolder("identity");
});
afterAll(() => server.stop());

const door = async (options: DoorOptions): Promise<Door> => {
  const opened = await openDoor(server.url, options);
  onTestFinished(() => opened.close());
  return opened;
};
const ask = async (url: string, more: Partial<SourceOptions> = {}): Promise<Reply> =>
  (await sourceOf(url, { retries: 0, ...more }).ask(["vector(1)"]))[0]!;

describe("a source that asks who comes", () => {
  const needs = (authorization: string): DoorOptions => ({
    refuse: ({ headers }) => (headers.authorization === authorization ? undefined : 401),
  });

  it("lets in user and password", async () => {
    const { url } = await door(needs(`Basic ${Buffer.from(`nines:${secret}`).toString("base64")}`));
    const password = { kind: "value", value: secret } as const;
    expect((await ask(url, { credentials: { kind: "basic", username: "nines", password } })).kind).toBe(
      "vector",
    );
  });

  it("lets in a token, read anew from its file after a rotation", async () => {
    const path = join(folder, "token");
    const expected = { token: "first" };
    const { url } = await door({
      refuse: ({ headers }) => (headers.authorization === `Bearer ${expected.token}` ? undefined : 403),
    });
    writeFileSync(path, "first\n");
    const source = sourceOf(url, { credentials: { kind: "bearer", token: { kind: "file", path } } });
    expect((await source.ask(["vector(1)"]))[0]!.kind).toBe("vector");
    expected.token = "second";
    expect((await source.ask(["vector(1)"]))[0]).toMatchObject({ cause: "unauthorized" });
    writeFileSync(`${path}.new`, "second\n");
    renameSync(`${path}.new`, path);
    expect((await source.ask(["vector(1)"]))[0]!.kind).toBe("vector");
  });

  it("is told the tenant", async () => {
    const opened = await door({});
    await ask(opened.url, { headers: { "X-Scope-OrgID": "shop" } });
    expect(opened.seen[0]).toMatchObject({ "x-scope-orgid": "shop" });
  });

  it("that refuses is `unauthorized`, and no message holds the secret", async () => {
    const { url } = await door({ refuse: () => 401 });
    const token = { kind: "value", value: secret } as const;
    const replies = [
      await ask(url, { credentials: { kind: "bearer", token } }),
      await ask(url, {
        credentials: { kind: "basic", username: "nines", password: token },
        headers: { "X-Key": secret },
      }),
    ];
    for (const reply of replies)
      expect(reply).toMatchObject({
        cause: "unauthorized",
        message: expect.stringMatching(/credentials were refused \(401\)/) as unknown,
      });
    expect(JSON.stringify(replies)).not.toContain(secret);
  });

  it("gets no question while the token file cannot be read", async () => {
    const opened = await door({});
    const token = { kind: "file", path: join(folder, "absent") } as const;
    const reply = await ask(opened.url, { credentials: { kind: "bearer", token } });
    expect(reply).toMatchObject({
      cause: "unauthorized",
      message: expect.stringMatching(/cannot read .*absent \(ENOENT\)/) as unknown,
    });
    expect(opened.seen).toHaveLength(0);
  });
});

describe("a source behind TLS", () => {
  let trusted: Certificate,
    stranger: Certificate,
    paths: { ca: string; client: Certificate; foreign: Certificate };
  let own: Certificate;
  beforeAll(async () => {
    [trusted, stranger] = await Promise.all([authority("house"), authority("stranger")]);
    own = await issue(trusted, "prometheus.example");
    paths = {
      ca: store(folder, "ca", trusted).cert,
      client: store(folder, "client", await issue(trusted, "nines")),
      foreign: store(folder, "foreign", await issue(stranger, "nines")),
    };
  });
  const secure = (more: object = {}): Promise<Door> => door({ tls: { ...own, ...more } });
  const mutual = () => secure({ requestCert: true, rejectUnauthorized: true, ca: trusted.cert });

  it("is trusted by the authority named for it", async () => {
    const { url } = await secure();
    expect((await ask(url, { tls: { ca: paths.ca } })).kind).toBe("vector");
  });

  it("is not trusted without, and the message says what to check", async () => {
    const { url } = await secure();
    const reply = await ask(url);
    expect(reply).toMatchObject({
      cause: "unreachable",
      message: expect.stringMatching(/TLS connection was refused .*check tls\.ca/) as unknown,
    });
  });

  it("is not trusted under another host's certificate, unless that is the name expected", async () => {
    const { url } = await door({ tls: await issue(trusted, "prometheus.example", "192.0.2.1") });
    expect(await ask(url, { tls: { ca: paths.ca } })).toMatchObject({ cause: "unreachable" });
    const named = { ca: paths.ca, serverName: "prometheus.example" };
    expect((await ask(url, { tls: named })).kind).toBe("vector");
  });

  it("may be trusted blindly when the operator says so", async () => {
    const { url } = await secure();
    expect((await ask(url, { tls: { insecureSkipVerify: true } })).kind).toBe("vector");
  });

  it("lets in a client with a certificate of its authority, and nobody else", async () => {
    const { url } = await mutual();
    expect((await ask(url, { tls: { ca: paths.ca, ...paths.client } })).kind).toBe("vector");
    expect(await ask(url, { tls: { ca: paths.ca } })).toMatchObject({ cause: "unreachable" });
    expect(await ask(url, { tls: { ca: paths.ca, ...paths.foreign } })).toMatchObject({
      cause: "unreachable",
    });
  });

  it("lets in a renewed certificate without a restart", async () => {
    const { url } = await mutual();
    const files = store(folder, "renewed", await issue(stranger, "nines"));
    const source = sourceOf(url, { retries: 0, tls: { ca: paths.ca, ...files } });
    expect((await source.ask(["vector(1)"]))[0]).toMatchObject({ cause: "unreachable" });
    store(folder, "renewed", await issue(trusted, "nines"));
    expect((await source.ask(["vector(1)"]))[0]!.kind).toBe("vector");
  });
});
