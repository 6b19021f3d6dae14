import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuthority } from "../../kit/journeys/certificates.ts";
import { fields, fromJson, journey, step, type StepWords, template } from "../../kit/journeys/definitions.ts";
import { connectionsDuring, context, type Outcome, probe } from "../../kit/journeys/probing.ts";
import { everyWay, type Shop, startShop } from "../../kit/journeys/shop.ts";
import type { Journey } from "../../src/model/journey.ts";
import { formsOf, redacted } from "../../src/journey/redact.ts";
import { createHistory } from "../../src/probes/history.ts";
import type { ProbeContext } from "../../src/probes/run.ts";
import { createSecrets } from "../../src/probes/secrets.ts";

const secret = 'p4ss/w0rd+<&">=ü?';
const variable = "NINES_SECRET_SHOP";

let shop: Shop;
let other: Shop;
let secured: Shop;
let authorities: readonly string[];
beforeAll(async () => {
  const authority = await createAuthority();
  authorities = [authority.cert];
  [shop, other, secured] = await Promise.all([
    startShop(),
    startShop(),
    startShop({ certificate: await authority.issue(30) }),
  ]);
});
afterAll(() => Promise.all([shop, other, secured].map((each) => each.close())));

/** Everything that a run leaves behind, as text: result, history, metrics. */
const everything = ({ run, metrics }: Outcome): string => {
  const history = createHistory("eu-1");
  history.add(run);
  return JSON.stringify([run, history.of(run.journey)]) + metrics;
};

const granted = (hosts: readonly string[], environment = { [variable]: secret }): Partial<ProbeContext> => ({
  secrets: createSecrets({ environment, grants: [{ secret: variable, hosts }] }),
  authorities,
});

const withSecret = (steps: Journey["steps"], more: Partial<Journey> = {}): Journey =>
  journey(steps, { secrets: [{ name: "password", from: { kind: "env", variable } }], ...more });

const url = (at: Shop, path: string) => `http://127.0.0.1:${at.port}${path}`;
const bearer = { headers: { authorization: "Bearer {{password}}" } };

describe("a secret", () => {
  const ways: readonly [string, StepWords][] = [
    ["in a header", bearer],
    ["in a query", { query: { key: "{{password}}" } }],
    [
      "as basic authentication",
      { basicAuth: { username: template("me"), password: template("{{password}}") } },
    ],
    ["in a form", { method: "POST", body: { kind: "form", fields: fields({ password: "{{password}}" }) } }],
    [
      "in JSON",
      {
        method: "POST",
        body: {
          kind: "json",
          value: {
            kind: "object",
            fields: [{ name: "p", value: { kind: "text", text: template("{{password}}") } }],
          },
        },
      },
    ],
    [
      "as text",
      { method: "POST", body: { kind: "text", text: template("{{password}}"), contentType: "text/plain" } },
    ],
  ];

  it.each(ways)(
    "sent %s arrives whole and is shown nowhere, although the service repeats it in its failure",
    async (_way, words) => {
      for (const path of ["/500", "/wrong-json", "/no-token", "/cut", "/slow"]) {
        const login = step("login", url(shop, path), {
          ...words,
          timeout: 0.3 as never,
          extract: [fromJson("token", "$.token")],
        });
        const outcome = await probe(withSecret([login]), context(granted(["127.0.0.1"])), {
          keepExchanges: true,
        });
        expect(outcome.run.result).toBe("failed");
        const seen = shop.seen.at(-1)!;
        const sent = [seen.path, JSON.stringify(seen.headers), seen.body].join("\n");
        expect(formsOf(secret).some((form) => sent.includes(form))).toBe(true);
        const shown = everything(outcome).toLowerCase();
        // The output is JSON itself: forms are looked for as they are and as JSON writes them.
        for (const form of [...everyWay(secret), ...formsOf(secret)].flatMap((each) => [
          each,
          JSON.stringify(each).slice(1, -1),
        ]))
          expect(shown).not.toContain(form.toLowerCase());
      }
    },
  );

  it("that an answer gave in confidence is shown nowhere either", async () => {
    const steps = [
      step("login", url(shop, "/login"), { extract: [fromJson("token", "$.token", true)] }),
      step("pay", url(shop, "/500"), { headers: { authorization: "Bearer {{token}}" } }),
    ];
    const outcome = await probe(journey(steps), context(), { keepExchanges: true });
    expect(shop.seen.at(-1)!.headers.authorization).toBe("Bearer tok-4711");
    expect(everything(outcome)).not.toContain("tok-4711");
    expect(everything(outcome)).toContain(redacted);
  });

  it("goes to no host that the configuration does not list for it", async () => {
    const before = other.seen.length;
    for (const hosts of [[], ["shop.example.org"], [`127.0.0.1:${shop.port}`]]) {
      const { run } = await probe(
        withSecret([step("login", url(other, "/"), bearer)]),
        context(granted(hosts)),
      );
      expect(run.result).toBe("internal");
      expect(run.steps[0]!.message).toMatch(/does not allow secret password for 127\.0\.0\.1/);
    }
    expect(other.seen.length).toBe(before);
  });

  it("does not follow a redirect to another host, not even to one that it may go to", async () => {
    const to = encodeURIComponent(url(other, "/login"));
    const steps = [
      step("login", url(shop, `/redirect?to=${to}`), { headers: { ...bearer.headers, "x-trace": "t1" } }),
    ];
    const { run } = await probe(withSecret(steps), context(granted(["127.0.0.1"])));
    expect(run.result).toBe("passed");
    expect(shop.seen.at(-1)!.headers.authorization).toMatch(/^Bearer p4ss/);
    expect(other.seen.at(-1)!.headers.authorization).toBeUndefined();
    expect(other.seen.at(-1)!.headers["x-trace"]).toBe("t1");
  });

  it("in a body is not sent on to another host", async () => {
    const before = other.seen.length;
    const to = encodeURIComponent(url(other, "/login"));
    const body = { kind: "text" as const, text: template("{{password}}"), contentType: "text/plain" };
    const steps = [step("login", url(shop, `/redirect?status=307&to=${to}`), { method: "POST", body })];
    const { run } = await probe(withSecret(steps), context(granted(["127.0.0.1"])));
    expect(run).toMatchObject({ result: "failed", reason: "connect" });
    expect(other.seen.length).toBe(before);
  });

  it("that a redirect carries in its address is stopped where it may not go", async () => {
    const before = other.seen.length;
    const to = encodeURIComponent(`${url(other, "/steal")}?it=${encodeURIComponent(secret)}`);
    const steps = [step("login", url(shop, `/redirect?to=${to}`))];
    const { run } = await probe(withSecret(steps), context(granted([`127.0.0.1:${shop.port}`])));
    expect(run).toMatchObject({ result: "failed", reason: "connect" });
    expect(other.seen.length).toBe(before);
  });

  it("goes nowhere when certificates are not looked at", async () => {
    const steps = [
      step("login", `https://127.0.0.1:${secured.port}/`, { ...bearer, tls: { insecureSkipVerify: true } }),
    ];
    const { value } = await connectionsDuring(() =>
      probe(withSecret(steps), context(granted(["127.0.0.1"]))),
    );
    expect(value.run.result).toBe("internal");
    expect(secured.seen).toEqual([]);
  });

  it("goes over TLS to a host whose certificate is trusted", async () => {
    const steps = [step("login", `https://127.0.0.1:${secured.port}/`, bearer)];
    const { run } = await probe(withSecret(steps), context(granted(["127.0.0.1"])));
    expect(run.result).toBe("passed");
    expect(run.steps[0]!.phases.tls).toBeGreaterThan(0);
  });

  it("that is missing, or too short to be one, is nines' own fault and names its place alone", async () => {
    for (const environment of [{ [variable]: "" }, { [variable]: "short" }]) {
      const { run } = await probe(
        withSecret([step("login", url(shop, "/"), bearer)]),
        context(granted(["127.0.0.1"], environment)),
      );
      expect(run.steps[0]).toMatchObject({ result: "internal", reason: "internal" });
      expect(run.steps[0]!.message).toContain(variable);
      expect(run.steps[0]!.message).not.toContain("short is");
    }
  });
});

describe("a secret in a file", () => {
  const root = mkdtempSync(join(tmpdir(), "nines-secrets-"));
  const folder = join(root, "secrets");
  mkdirSync(join(folder, "..data"), { recursive: true });
  writeFileSync(join(root, "outside"), "outside-secret");
  writeFileSync(join(folder, "..data", "shop"), "mounted-secret\n");
  writeFileSync(join(folder, "plain"), "plain-secret\n");
  symlinkSync(join("..data", "shop"), join(folder, "shop"));
  symlinkSync(join("..", "outside"), join(folder, "link-out"));
  symlinkSync("..", join(folder, "folder-out"));
  afterAll(() => rmSync(root, { recursive: true }));

  const read = (path: string, where = folder) =>
    createSecrets({
      environment: {},
      grants: [{ secret: path, hosts: ["a.test"] }],
      folder: where,
    }).read({
      kind: "file",
      path,
    });

  it("is read anew each time, without its last line end, also through links that stay inside", async () => {
    expect(await read("plain")).toEqual({ ok: true, text: "plain-secret", hosts: ["a.test"] });
    expect(await read("shop")).toEqual({ ok: true, text: "mounted-secret", hosts: ["a.test"] });
  });

  it.each([
    "../outside",
    "link-out",
    "folder-out/outside",
    "x/../../outside",
    join(root, "outside"),
    "",
    ".",
    "..data",
    "none",
    "plain\0x",
  ])("is not read from %j, which is outside or no file", async (path) => {
    const reading = await read(path);
    expect(reading.ok).toBe(false);
    expect(JSON.stringify(reading)).not.toContain("outside-secret");
  });

  it("needs a folder of secrets", async () => {
    const secrets = createSecrets({ environment: {}, grants: [] });
    expect(await secrets.read({ kind: "file", path: "plain" })).toMatchObject({ ok: false });
  });
});
