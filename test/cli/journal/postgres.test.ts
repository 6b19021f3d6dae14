import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNines, startNines } from "../../../kit/nines.ts";
import { type PostgresServer, startPostgres } from "../../../kit/postgres.ts";
import { until } from "../../../kit/until.ts";
import { dataFolder } from "../../store/folder.ts";
import { service, specs } from "../serve/specs.ts";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

/** A config file that names a fresh database, and the password that nobody may see. */
async function configured(): Promise<{ config: string; password: string; url: string }> {
  const folder = dataFolder();
  const url = await server.database();
  const [key, config] = [join(folder, "journal.key"), join(folder, "nines.yaml")];
  writeFileSync(key, `${"5e".repeat(32)}\n`, { mode: 0o600 });
  writeFileSync(config, `data: ${url}\njournalKey: journal.key\n`);
  return { config, password: new URL(url).password, url };
}

describe("a journal in PostgreSQL", () => {
  it("is kept by nines serve, read beside it, and its password never printed", async () => {
    const { config, password } = await configured();
    const nines = await startNines([
      ...["--config", config, "--prometheus", "http://127.0.0.1:9", "--log-format", "json"],
      ...["--slos", specs({ "a.yaml": service("a") })],
    ]);
    const run = (...args: string[]) => runNines([...args, "--config", config]);
    await until(async () => (await run("audit", "show")).stdout.includes("definitions-loaded"), {
      what: "the definitions are journalled",
    });
    const verified = await run("audit", "verify");
    expect([verified.exitCode, verified.stdout]).toEqual([0, expect.stringMatching(/the journal holds: \d/)]);
    const exported = await run("journal", "export");
    expect(JSON.parse(exported.stdout.split("\n")[0]!)).toMatchObject({ seq: 1 });
    expect(nines.log()).toMatch(/PostgreSQL at 127\.0\.0\.1:\d+\/journal_\d+/);
    for (const text of [nines.log(), verified.output, exported.output]) expect(text).not.toContain(password);
    await nines.stop();
  });

  it("takes no password on the command line, and asks for the key", async () => {
    const { url, password } = await configured();
    const { exitCode, stderr } = await runNines(["audit", "verify", "--data", url]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/--data: holds a password, which process lists show/);
    expect(stderr).toMatch(/--journal-key: is missing/);
    expect(stderr).not.toContain(password);
  });
});
