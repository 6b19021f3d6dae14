import { createSecretKey, randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type PostgresServer, startPostgres } from "../../kit/postgres.ts";
import { type Journal, JournalUnavailable } from "../../src/governance/journal.ts";
import { verify } from "../../src/governance/verify.ts";
import { openPostgresJournal, openPostgresReader } from "../../src/store/postgres.ts";
import { checkpointContract } from "./checkpoint-contract.ts";
import { journalContract } from "./contract.ts";
import { transition } from "./events.ts";
import { retentionContract } from "./retention-contract.ts";
import { swap } from "./tamper.ts";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const anyKey = () => createSecretKey(randomBytes(32));
const warn = (): void => undefined;

const openAnew = async () => {
  const [url, key, warnings] = [await server.database(), anyKey(), [] as string[]];
  const journal = await openPostgresJournal({ url, key, warn: (message) => warnings.push(message) });
  const tamper = (edit: string) => sql(url, "DROP TRIGGER journal_is_never_edited ON journal", edit);
  return { journal, key, cleanUp: () => journal.close(), warnings, tamper };
};

journalContract("PostgreSQL", openAnew);
retentionContract("PostgreSQL", openAnew);
checkpointContract("PostgreSQL", openAnew);

async function opened(url: string, key = anyKey()): Promise<Journal> {
  const journal = await openPostgresJournal({ url, key, warn });
  onTestFinished(() => journal.close());
  return journal;
}

async function sql(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

describe("several replicas on one PostgreSQL", () => {
  it("may open an empty database at the same instant", async () => {
    const [url, key] = [await server.database(), anyKey()];
    const replicas = await Promise.all([1, 2, 3, 4].map(() => opened(url, key)));
    for (const replica of replicas) expect((await replica.append([transition()])).ok).toBe(true);
    expect((await replicas[0]!.head()).seq).toBe(4);
  });

  it("let exactly one win of those who decided on the same head, round after round", async () => {
    const [url, key] = [await server.database(), anyKey()];
    const replicas = await Promise.all([1, 2, 3].map(() => opened(url, key)));
    for (let round = 0; round < 20; round++) {
      const results = await Promise.all(
        replicas.map((each) => each.append([transition()], { expectedHead: round })),
      );
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    }
    expect((await replicas[2]!.head()).seq).toBe(20);
  });

  it("write one chain without gaps when all append at once", async () => {
    const [url, key] = [await server.database(), anyKey()];
    const replicas = await Promise.all([1, 2, 3].map(() => opened(url, key)));
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => replicas[n % 3]!.append([transition(), transition()])),
    );
    expect(verify(key, await replicas[0]!.read(1, 1_000))).toMatchObject({ ok: true, checked: 120 });
  });

  it("need the same key: another one is turned away before it appends", async () => {
    const url = await server.database();
    await opened(url);
    await expect(opened(url)).rejects.toThrow(/written with another key: every replica needs the same/);
  });
});

describe("a journal in PostgreSQL", () => {
  it("goes on after its connections were cut", async () => {
    const url = await server.database();
    const journal = await opened(url);
    await journal.append([transition()]);
    await sql(
      url,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nines' AND datname = current_database()",
    );
    await journal.append([transition()]).catch((error: unknown) => {
      expect(error).toBeInstanceOf(JournalUnavailable);
    });
    const { seq } = await journal.head();
    expect(await journal.append([transition()])).toMatchObject({ ok: true, entries: [{ seq: seq + 1 }] });
  });

  it("refuses edits, deletions and truncation", async () => {
    const url = await server.database();
    await (await opened(url)).append([transition()]);
    for (const edit of ["UPDATE journal SET actor = 'x'", "DELETE FROM journal", "TRUNCATE journal"])
      await expect(sql(url, edit)).rejects.toThrow("append-only");
  });

  it.each([
    ["altered", 3, "UPDATE journal SET payload = replace(payload, '51', '52') WHERE seq = 3"],
    ["altered", 3, "UPDATE journal SET payload = replace(payload, ':1', ': 1') WHERE seq = 3"],
    ["missing", 2, "DELETE FROM journal WHERE seq = 2"],
    ["reordered", 2, swap(2, 4)],
  ])("shows an auditor what was %s: entry %i", async (kind, seq, edit) => {
    const [url, key] = [await server.database(), anyKey()];
    const journal = await opened(url, key);
    await journal.append([1, 2, 3, 4, 5].map((n) => transition(`s${n}.a.b`)));
    await sql(url, "DROP TRIGGER journal_is_never_edited ON journal", edit);
    const reader = await openPostgresReader({ url, key, warn });
    onTestFinished(() => reader.close());
    expect(verify(key, await reader.read(1, 10))).toMatchObject({ ok: false, flaw: { kind, seq } });
    if (!edit.includes("': 1'")) await expect(opened(url, key)).rejects.toThrow(/is damaged \(entry/);
  });

  it("refuses tables of a newer version", async () => {
    const [url, key] = [await server.database(), anyKey()];
    await opened(url, key);
    await sql(url, "UPDATE journal_schema SET version = 99");
    await expect(opened(url, key)).rejects.toThrow(/written by a newer nines \(schema 99/);
  });

  it("is not made by somebody who only reads", async () => {
    const url = await server.database();
    await expect(openPostgresReader({ url, key: anyKey(), warn })).rejects.toThrow(/no journal in it yet/);
  });

  it("says what is wrong without the password", async () => {
    const url = new URL(await server.database());
    const right = url.password;
    url.password = "wrong-secret";
    const said = await opened(url.href).catch((error: unknown) => (error as Error).message);
    expect(said).toMatch(/cannot use the journal in PostgreSQL at 127\.0\.0\.1:\d+\/journal_\d+: .*password/);
    expect(said).not.toContain("wrong-secret");
    url.password = right;
    url.pathname = "/nowhere";
    await expect(opened(url.href)).rejects.toThrow(/there is no such database/);
    url.port = "9";
    await expect(opened(url.href)).rejects.toThrow(/connection refused/);
  });
});
