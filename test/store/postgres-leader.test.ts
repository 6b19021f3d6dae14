import { spawn } from "node:child_process";
import { createSecretKey, randomBytes } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type PostgresServer, startPostgres } from "../../kit/postgres.ts";
import { until } from "../../kit/until.ts";
import type { Journal } from "../../src/governance/journal.ts";
import type { Leadership } from "../../src/runtime/leadership.ts";
import { standForLeader } from "../../src/store/postgres-leader.ts";
import { openPostgresJournal } from "../../src/store/postgres.ts";
import { transition } from "./events.ts";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

interface Place {
  url: string;
  key: string;
  journal: Journal;
}

async function place(): Promise<Place> {
  const [url, key] = [await server.database(), randomBytes(32).toString("hex")];
  const journal = await openPostgresJournal({ url, key: createSecretKey(key, "hex"), warn: () => undefined });
  onTestFinished(() => journal.close());
  return { url, key, journal };
}

function candidate(url: string, name = "a candidate", said: string[] = []): Leadership {
  const log = (message: string): void => void said.push(message);
  const leadership = standForLeader({ url, name, log: { info: log, warn: log }, lease: 1_000, beat: 100 });
  onTestFinished(() => leadership.stop());
  return leadership;
}

const leading = (all: readonly Leadership[]) => all.filter((each) => each.epoch() !== undefined);

const aLeader = (...all: readonly Leadership[]): Promise<Leadership> =>
  until(() => leading(all)[0], { what: "one of them leads" });

async function endSessionOfLeader(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()",
  );
  await client.end();
}

describe("candidates on one PostgreSQL", () => {
  it("have one leader among them, and the others know its epoch", async () => {
    const { url } = await place();
    const all = [candidate(url), candidate(url), candidate(url)];
    const leader = await aLeader(...all);
    await until(() => all.every((each) => each.latest() === leader.epoch()), { what: "all know the epoch" });
    expect(leading(all)).toHaveLength(1);
  });

  it("take over at once from one that steps down, in a newer epoch", async () => {
    const { url } = await place();
    const first = candidate(url);
    const before = (await aLeader(first)).epoch()!;
    const second = candidate(url);
    await first.stop();
    expect(first.epoch()).toBeUndefined();
    expect((await aLeader(second)).epoch()).toBe(before + 1);
  });

  it("know at once when their session ended, and stand again", async () => {
    const { url } = await place();
    const only = candidate(url);
    const before = (await aLeader(only)).epoch()!;
    const told: (number | undefined)[] = [];
    only.onChange((epoch) => told.push(epoch));
    await endSessionOfLeader(url);
    await until(() => told.length === 2, { what: "it lost and won again" });
    expect(told).toEqual([undefined, before + 1]);
  });

  it("keep their epoch while nothing happens, longer than the lease", async () => {
    const { url } = await place();
    const [one, other] = [candidate(url), candidate(url)];
    const leader = await aLeader(one, other);
    const epoch = leader.epoch();
    const begin = performance.now();
    await until(
      () => {
        expect(leader.epoch()).toBe(epoch);
        return performance.now() - begin > 2_500;
      },
      { what: "two and a half leases have passed" },
    );
    expect(leading([one, other])).toEqual([leader]);
  });
});

describe("an append with an epoch", () => {
  it("is taken from the leader and refused from everybody before it", async () => {
    const { url, journal } = await place();
    const first = candidate(url);
    const epoch = (await aLeader(first)).epoch()!;
    expect(await journal.append([transition()], { epoch })).toMatchObject({ ok: true });
    await first.stop();
    await aLeader(candidate(url));
    expect(await journal.append([transition()], { epoch })).toEqual({ ok: false, code: "not-leader" });
    expect(await journal.append([transition()], { epoch: epoch + 1 })).toMatchObject({ ok: true });
    expect((await journal.head()).seq).toBe(2);
  });
});

/** Starts the process that leads and appends without a pause. */
function startFrozenLeader({ url, key }: Place) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "frozen-leader.ts"), url, key], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stdout.on("data", (chunk) => (said += String(chunk)));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return { child, words: () => said.trim().split("\n"), ended };
}

describe("a leader that is killed", () => {
  it("is followed within two seconds", async () => {
    const at = await place();
    const { child, words } = startFrozenLeader(at);
    await until(() => words().length > 20, { what: "it leads and appends" });
    const said: string[] = [];
    const follower = candidate(at.url, "the follower", said);
    await until(() => follower.latest() === 1, { what: "the follower has heard of it" });
    const begin = performance.now();
    child.kill("SIGKILL");
    await aLeader(follower);
    expect(performance.now() - begin).toBeLessThan(2_000);
    expect(said).toEqual(["another process leads", "leading"]);
  });
});

describe("a leader that is frozen", { timeout: 60_000 }, () => {
  it("loses its lead after the lease, and what it wakes up to append is refused", async () => {
    const at = await place();
    const { child, words, ended } = startFrozenLeader(at);
    await until(() => words().length > 20, { what: "it leads and appends" });
    const follower = candidate(at.url);
    await until(() => follower.latest() === 1, { what: "the follower has heard of it" });
    child.kill("SIGSTOP");
    const epoch = (await aLeader(follower)).epoch()!;
    // On a busy machine the lead may have gone to and fro before.
    expect(epoch).toBeGreaterThan(1);
    // It may have been frozen while it held the journal locked.
    const mine = await at.journal.append([transition("by.the.follower")], { epoch });
    if (!mine.ok) throw new Error(mine.code);
    child.kill("SIGCONT");
    await ended;
    expect(words().slice(-2)).toEqual(["not-leader", "epoch undefined"]);
    expect((await at.journal.head()).seq).toBe(mine.entries[0]!.seq);
  });
});
