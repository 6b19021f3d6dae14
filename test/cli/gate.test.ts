import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";
import { freePort, temporaryFolder } from "../../kit/processes.ts";
import { judged, serviceOf, snapshotOf } from "../support/snapshots.ts";
import { listening, serving, type Listening } from "./support/server.ts";

const checkout = serviceOf("checkout", {
  delivery: [{ kind: "github", repository: "shop/checkout", environments: { "prod-eu": "production" } }],
});
const shop = snapshotOf(
  [
    judged({ consumed: 0.912, burn: { "1h": 15.2 } }),
    judged({ consumed: 0.21, slo: { name: "latency", objective: "99%" } }),
    judged({ consumed: 0.1, slo: { service: "search" } }),
  ],
  { services: new Map([checkout, serviceOf("search")].map((service) => [service.name, service])) },
);

let server: Listening;
beforeAll(async () => {
  server = await serving(shop);
});
afterAll(() => server[Symbol.asyncDispose]());

const utc = { env: { TZ: "UTC" } };
const gate = (...args: string[]) => runNines(["gate", "--server", server.url, ...args], utc);
const to = (service: string) => ["--service", service, "--environment", "production"];

describe("nines gate", () => {
  it("exits 0 and says that the change is allowed", async () => {
    const { exitCode, stdout } = await gate(...to("search"));
    expect(exitCode).toBe(0);
    expect(stdout).toContain("✔ allowed: feature of search to production");
  });

  it("exits 1 and says decision, reasons, what is allowed now, and for how long", async () => {
    const { exitCode, stdout } = await gate(...to("checkout"), "--sha", "4f2a91c");
    expect(exitCode).toBe(1);
    expect(stdout.split("\n")).toEqual([
      "✋ needs an exception: feature of checkout to production at 4f2a91c",
      "  ◕ checkout.availability.production  → needs an exception",
      "    91.2 % of the 30d budget is spent; rule 6: restricted + feature → needs_exception",
      "    burn 15.2× · data 50 s old · policy default (abcd1234)",
      "  ● checkout.latency.production  → allowed",
      "allowed now: config, fix, security, rollback, infrastructure, experiment",
      "to ask for one: nines exception request --service checkout \\",
      "  --environment production --change feature --sha 4f2a91c",
      "holds for 1 m, until 12:01:10 UTC",
      "",
    ]);
  });

  it("judges the kind of change that is asked for", async () => {
    expect((await gate(...to("checkout"), "--change", "rollback")).exitCode).toBe(0);
  });

  it("finds the service through its repository", async () => {
    const { exitCode, stdout } = await gate(
      "--repository",
      "shop/checkout",
      "--forge-environment",
      "prod-eu",
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain("feature of checkout to production");
  });

  it("prints the verdict as JSON when asked", async () => {
    const { stdout, exitCode } = await gate(...to("checkout"), "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ decision: "needs_exception", services: ["checkout"] });
  });

  it("hands group and token on", async () => {
    const file = join(temporaryFolder("token"), "token");
    await writeFile(file, "abc123\n");
    await gate(...to("checkout"), "--group", "region=eu", "--group", "zone=a", "--token-file", file);
    const asked = server.requests.at(-1);
    expect(asked?.url).toContain("group.region=eu&group.zone=a");
    expect(asked?.headers.authorization).toBe("Bearer abc123");
  });

  it("has no colour where there is no terminal", async () => {
    expect((await gate(...to("checkout"))).stdout).not.toContain("\u001b[");
  });

  it("reads the server from NINES_SERVER", async () => {
    const env = { ...utc.env, NINES_SERVER: server.url };
    expect((await runNines(["gate", ...to("search")], { env })).exitCode).toBe(0);
  });

  it("teaches by examples", async () => {
    const { stdout } = await runNines(["gate", "--help"]);
    expect(stdout).toContain("nines gate --service checkout --environment production --change feature");
    expect(stdout).toContain("Exit code: 0 allowed");
  });
});

describe("nines gate exits 2 when it could not ask", () => {
  const fails = async (args: string[], message: string) => {
    const { exitCode, stderr, stdout } = await runNines(["gate", ...args], utc);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/ at .*\.ts:/);
    expect([exitCode, stdout]).toEqual([2, ""]);
  };

  it("because nobody listens, naming the URL and the remedy", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const args = ["--server", url, ...to("checkout")];
    await fails(args, `nines: cannot reach ${url}: connection refused\n  is \`nines serve\` running there?`);
  });

  it("because nothing is answered in time", async () => {
    await using silent = await listening(() => undefined);
    await fails(["--server", silent.url, "--timeout", "1s", ...to("checkout")], "no answer within 1 s");
  });

  it("because somebody else answers", async () => {
    await using other = await listening((_request, response) => response.end("<html>"));
    await fails(["--server", other.url, ...to("checkout")], "answers, but not as nines does");
  });

  it("because what answers knows no such path, in words that are not those of nines", async () => {
    await using other = await listening((_request, response) =>
      response.writeHead(404).end("404 page not found"),
    );
    await fails(["--server", other.url, ...to("checkout")], "answers, but not as nines does");
  });

  it("because https is spoken to a server without TLS", async () => {
    const url = server.url.replace("http:", "https:");
    await fails(["--server", url, ...to("checkout")], "it does not speak TLS");
  });

  it("because a login page stands before it", async () => {
    await using login = await listening((_request, response) =>
      response.writeHead(302, { location: "https://login.example/" }).end(),
    );
    await fails(["--server", login.url, ...to("checkout")], "redirects to https://login.example/");
  });

  it("because nothing is known yet", async () => {
    await using young = await serving(undefined);
    await fails(
      ["--server", young.url, ...to("checkout")],
      "cannot answer now: the first cycle has not finished",
    );
  });

  it("because the question is malformed", async () => {
    await fails(["--service", "checkout"], "--environment NAME is missing");
    await fails(["--repository", "shop/checkout"], "--forge-environment NAME is missing");
    await fails([...to("checkout"), "--change", "featur"], "Allowed choices are feature");
    await fails([...to("checkout"), "--server", "nines"], "Write it as http://127.0.0.1:8090");
    await fails([...to("checkout"), "--group", "eu"], "Write it as region=eu");
    await fails(
      [...to("checkout"), "--server", server.url, "--token-file", "/none"],
      "cannot read --token-file /none: it does not exist",
    );
    await fails([], "--service NAME and --environment NAME");
  });
});

describe("when nobody answers, --on-unreachable", () => {
  const ask = async (decision: string, ...more: string[]) => {
    const url = `http://127.0.0.1:${await freePort()}`;
    return runNines(["gate", "--server", url, ...to("checkout"), "--on-unreachable", decision, ...more]);
  };

  it("allow lets the change go on, and says that no verdict was given", async () => {
    const { exitCode, stdout, stderr } = await ask("allow");
    expect([exitCode, stdout]).toEqual([0, "allowed by --on-unreachable, without a verdict\n"]);
    expect(stderr).toContain("connection refused");
  });

  it("deny stops it", async () => {
    const { exitCode, stdout } = await ask("deny", "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ allowed: false, onUnreachable: "deny" });
  });

  it("decides nothing about a question that the server refused", async () => {
    const args = ["gate", "--server", server.url, "--service", "checkout", "--on-unreachable", "allow"];
    expect((await runNines(args)).exitCode).toBe(2);
  });
});
