import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type NinesServer, runNines, startNines } from "../../../kit/nines.ts";
import { freePort } from "../../../kit/processes.ts";
import { Browser } from "../../auth/support/browser.ts";
import { githubClaims, startForge } from "../../auth/support/forge.ts";
import { client, startProvider } from "../../auth/support/provider.ts";
import { folderFor, service, specs } from "./specs.ts";

const nowhere = () => ["--prometheus", "http://127.0.0.1:9", "--slos", specs({ "a.yaml": service("a") })];

async function start(args: readonly string[], port?: number): Promise<NinesServer> {
  const server = await startNines([...nowhere(), ...args], port);
  onTestFinished(() => server.stop());
  return server;
}

const nines = async (server: NinesServer, token: string, ...args: string[]) => {
  const outcome = await runNines(args, { env: { NINES_SERVER: server.url, NINES_TOKEN: token } });
  return { ...outcome, said: outcome.stdout + outcome.stderr };
};

const subjectOf = async (server: NinesServer, token: string): Promise<string | undefined> => {
  const headers = { authorization: `Bearer ${token}` };
  const me = (await (await fetch(`${server.url}/api/v1/me`, { headers })).json()) as {
    identity?: { subject: string };
  };
  return me.identity?.subject;
};

// Whole processes, on a machine that others use as well.
const patience = 60_000;

describe("the first start", () => {
  it(
    "leaves an admin's token in a file that only its owner reads, from which all other tokens come",
    { timeout: patience },
    async () => {
      const data = join(folderFor("people"), "data");
      const server = await start(["--data", data]);
      const path = join(data, "admin-token");
      const admin = readFileSync(path, "utf8").trim();
      expect(statSync(path).mode & 0o777).toBe(0o600);

      const created = await nines(
        server,
        admin,
        "token",
        "create",
        "--subject",
        "Alice@example.org",
        "--role",
        "admin",
      );
      const [line = "", alice = ""] = created.stdout.split("\n");
      expect(line).toMatch(/^tk-\S+ speaks for alice@example\.org\. Shown this once:$/);
      expect((await nines(server, alice, "whoami")).stdout).toMatch(
        /^alice@example\.org \(person\)\nroles {5}admin\n/,
      );

      const first = /tk-[a-z0-9]+/.exec(admin)![0];
      expect((await nines(server, alice, "token", "revoke", first)).stdout).toBe(
        `${first} of admin is revoked\n`,
      );
      const refused = await nines(server, admin, "token", "list");
      expect([refused.exitCode, refused.stdout]).toEqual([1, ""]);
      expect(refused.stderr).toMatch(/^nines: the token or session is not valid/);
      for (const token of [admin, alice])
        expect(server.log() + created.stderr).not.toContain(token.slice(-43));
      await server.stop();

      // Somebody can make tokens: neither a missing file nor a new start makes another one.
      rmSync(path);
      const again = await start(["--data", data]);
      expect(existsSync(path)).toBe(false);
      expect(await subjectOf(again, alice)).toBe("alice@example.org");
    },
  );
});

describe("behind a public address", () => {
  it(
    "nothing is read without a token, a login or a job's token; and each of them works",
    { timeout: patience },
    async () => {
      const folder = folderFor("login");
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const accounts = { alice: { email: "alice@example.org", email_verified: true, groups: ["sre"] } };
      const provider = await startProvider({ accounts, redirectTo: url });
      const forge = await startForge(() => Date.now() / 1_000, githubClaims);
      onTestFinished(async () => {
        await Promise.all([provider.close(), forge.close()]);
      });
      const config = join(folder, "nines.yaml");
      writeFileSync(join(folder, "client-secret"), `${client.secret}\n`, { mode: 0o600 });
      writeFileSync(
        config,
        [
          `publicUrl: ${url}`,
          "oidc:",
          `  issuer: ${provider.url}`,
          `  clientId: ${client.id}`,
          "  clientSecretFile: client-secret",
          "  scopes: [openid, email, groups]",
          "  roles: { approver: [sre] }",
          "workloads:",
          `  - { forge: github, issuer: "${forge.url}", audience: "https://nines.example" }`,
        ].join("\n"),
      );
      const server = await start(["--config", config, "--data", join(folder, "data")], port);
      const statusOf = async (path: string, headers: Record<string, string> = {}) =>
        (await fetch(`${url}${path}`, { headers })).status;

      expect(await statusOf("/api/v1/slos")).toBe(401);
      expect(await statusOf("/metrics")).toBe(401);
      expect(await statusOf("/healthz")).toBe(200);

      const admin = readFileSync(join(folder, "data", "admin-token"), "utf8").trim();
      expect(await statusOf("/metrics", { authorization: `Bearer ${admin}` })).toBe(200);

      const browser = new Browser();
      const form = await browser.visit(`${url}/login?to=/api/v1/me`);
      const consent = await browser.submit(form, { login: "alice", password: "any" });
      const me = await browser.submit(consent, {});
      expect(JSON.parse(me.text)).toMatchObject({
        identity: { subject: "alice@example.org", roles: ["viewer", "approver"], groups: ["sre"] },
        login: "/login",
      });

      const job = await nines(server, await forge.token(), "whoami", "--json");
      expect(JSON.parse(job.stdout)).toMatchObject({
        identity: { subject: "ci:github:shop/checkout", kind: "machine", via: "workload:github" },
      });
      expect(server.log()).not.toContain(client.secret);
    },
  );
});
