import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { runNines, startNines } from "../../../kit/nines.ts";
import { environment, folderFor, service, specs } from "./specs.ts";

const nowhere = ["--prometheus", "http://127.0.0.1:9"];
const good = () => specs({ "checkout.yaml": service("checkout") });
const serve = (...args: string[]) =>
  runNines(["serve", ...nowhere, "--data", "none", ...args], { timeout: 20_000 });

describe("nines serve does not start", () => {
  it("on settings that are at fault, and names each by its place", async () => {
    const outcome = await runNines(["serve", "--cycle", "often"], { env: { NINES_LOG_LEVEL: "loud" } });
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toMatch(
      /nines: the settings are at fault:\n {2}--cycle: .*\n {2}NINES_LOG_LEVEL: /,
    );
  });

  it("on a config file that is not there, or that is wrong", async () => {
    const absent = await serve("--config", "/nowhere/nines.yaml");
    expect(absent).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/nines\.yaml: it does not exist/) as unknown,
    });
    const path = join(folderFor("config"), "nines.yaml");
    writeFileSync(path, "cycel: 10s");
    const wrong = await serve("--config", path);
    expect(wrong.stderr).toMatch(/nines\.yaml:1:1 \(cycel\): is no setting: did you mean "cycle"\?/);
  });

  it.each(["0.0.0.0:0", ":0", "[::]:0"])(
    "on %s, which other machines reach, unless that is meant",
    async (address) => {
      const outcome = await serve("--slos", good(), "--listen", address);
      expect(outcome.exitCode).toBe(1);
      expect(outcome.stderr).toMatch(/can be reached from other machines.*add --insecure-no-auth/);
    },
  );

  it.each([
    ["/proc/nines", /cannot make the data folder \/proc\/nines: .+; name another with --data/],
    [join(import.meta.filename, "data"), /a file stands in its way; name another with --data/],
    [import.meta.filename, /a file stands in its place; name another with --data/],
  ])("on a data folder that cannot be made: %s", async (folder, message) => {
    const outcome = await serve("--slos", good(), "--data", folder, "--listen", "127.0.0.1:0");
    expect(outcome).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(message) as unknown });
  });

  it("on broken definitions, with every finding in its place", async () => {
    const folder = specs({ "a.yaml": service("a", "100%"), "b.yaml": service("b", "wrong") });
    const outcome = await serve("--slos", folder, "--listen", "127.0.0.1:0");
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toMatch(/a\.yaml:8:18: error objective-without-budget/);
    expect(outcome.stderr).toMatch(/b\.yaml:8:18: error objective-not-percent/);
    expect(outcome.stderr).toMatch(/have errors: nothing to serve yet/);
  });

  it("on an environment whose Prometheus it does not have, shown where it stands", async () => {
    const folder = specs({ "a.yaml": service("a"), "e.yaml": environment("production", "mian") });
    const outcome = await serve("--slos", folder, "--prometheus", "main=http://127.0.0.1:9");
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toMatch(/e\.yaml:4:19: error unknown-prometheus: .*"production".*"mian"/);
    expect(outcome.stderr).toMatch(/ {2}4 \| metadata: \{ name: production \}\n/);
    expect(outcome.stderr).toMatch(/did you mean "main"\?/);
  });

  it("where another process listens already", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const outcome = await serve("--slos", good(), "--listen", `127.0.0.1:${port}`);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toBe(
      `nines: cannot listen on 127.0.0.1:${port}: another process listens there; choose another --listen\n`,
    );
  });

  it("on a data folder that another process uses, and names that process", async () => {
    const data = join(folderFor("data"), ".nines");
    const first = await startNines([...nowhere, "--slos", good(), "--data", data]);
    onTestFinished(() => first.stop());
    const outcome = await runNines([
      "serve",
      ...nowhere,
      "--slos",
      good(),
      "--data",
      data,
      "--listen",
      "127.0.0.1:0",
    ]);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toMatch(
      new RegExp(`in use by pid \\d+ on .*stop that process or give this one another --data`),
    );
  });
});

describe("nines serve --help", () => {
  it("names every setting with its variable and default", async () => {
    const { stdout, exitCode } = await runNines(["serve", "--help"]);
    const text = stdout.replaceAll(/\s+/g, " ");
    expect(exitCode).toBe(0);
    expect(text).toContain(
      "--listen <address> host:port of the API [NINES_LISTEN] (default: 127.0.0.1:8090)",
    );
    expect(text).toContain("[NINES_PROMETHEUS] (default: default=http://127.0.0.1:9090)");
    expect(text).toContain("A flag is stronger than its environment variable");
  });
});
