import { hostname } from "node:os";
import pg from "pg";
import type { Leadership } from "../runtime/leadership.ts";
import type { Log } from "../runtime/ports.ts";
import { explainPostgres } from "./postgres-failures.ts";

export interface CandidateOptions {
  /** The same database as the journal's, migrated. */
  url: string;
  /** What the others call this process in their logs. */
  name?: string;
  log: Pick<Log, "info" | "warn">;
  /** Milliseconds without a heartbeat after which a leader is no longer one, by PostgreSQL's clock. */
  lease?: number;
  /** Milliseconds between two heartbeats, and between two attempts of those who would lead. */
  beat?: number;
}

/** Any number that no other program on the same database takes for its own lock. */
const leaderLock = 7_391_402_212;

/** Takes the lock and the next epoch in one statement: who holds the one is never seen without the other. */
const takeOver = `
  WITH got AS MATERIALIZED (SELECT pg_try_advisory_lock($1) AS it)
  UPDATE leadership SET epoch = epoch + 1, holder = $2, backend = pg_backend_pid(), beat_at = clock_timestamp()
  FROM got WHERE got.it RETURNING epoch::float8`;

const lookAtLeader = `
  SELECT epoch::float8, holder, backend, extract(epoch FROM clock_timestamp() - beat_at)::float8 AS silent
  FROM leadership`;

/** Ends the session of a leader that is frozen or cut off, and thereby frees its lock; never that of a newer one. */
const endSession = `
  SELECT pg_terminate_backend(pid) FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid = $2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32 | objid::bigint) = $1`;

/**
 * Stands for leader among all processes on one PostgreSQL, for as long as it lives. The lock belongs to a session of
 * its own: a killed process loses it with its socket. One that is frozen loses it when its heartbeat has been missed
 * for the lease; whatever it still tries to append under its old epoch, the journal refuses.
 */
export function standForLeader(options: CandidateOptions): Leadership {
  const { lease = 5_000, beat = 1_000, log, url } = options;
  const name = options.name ?? `pid ${process.pid} on ${hostname()}`;
  const listeners = new Set<(epoch: number | undefined) => void>();
  let session: pg.Client | undefined;
  let term: { epoch: number; beatAt: number } | undefined;
  let latest: number | undefined;
  let stopped = false;
  let unreachable = false;
  let timer: NodeJS.Timeout | undefined;

  const tell = (epoch: number | undefined): void => {
    for (const listener of listeners) listener(epoch);
  };
  const drop = async (client: pg.Client | undefined, reason: string): Promise<void> => {
    if (client === undefined || client !== session) return;
    session = undefined;
    const ended = client.end().catch(() => undefined);
    if (term !== undefined) {
      const { epoch } = term;
      term = undefined;
      log.warn("no longer the leader", { epoch, reason });
      tell(undefined);
    }
    await ended;
  };
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 3_000,
      query_timeout: lease - beat,
      keepAlive: true,
      application_name: "nines leader",
    });
    client.on("error", (error) => void drop(client, explainPostgres(url, error).message));
    client.on("end", () => void drop(client, "its session with PostgreSQL ended"));
    await client.connect();
    return client;
  };
  const keep = async (client: pg.Client, { epoch }: { epoch: number }): Promise<void> => {
    const beatAt = performance.now();
    const { rowCount } = await client.query(
      "UPDATE leadership SET beat_at = clock_timestamp() WHERE epoch = $1",
      [epoch],
    );
    if (rowCount === 0) void drop(client, "another process leads in a newer epoch");
    else if (term !== undefined) term.beatAt = beatAt;
  };
  const attempt = async (client: pg.Client): Promise<void> => {
    const beatAt = performance.now();
    const { rows } = await client.query<{ epoch: number }>(takeOver, [leaderLock, name]);
    const [won] = rows;
    if (won === undefined) return watch(client);
    // The session can have ended between the answer and now.
    if (session !== client || stopped) return;
    latest = won.epoch;
    term = { epoch: won.epoch, beatAt };
    log.info("leading", { epoch: won.epoch });
    tell(won.epoch);
  };
  const watch = async (client: pg.Client): Promise<void> => {
    const { rows } = await client.query<LeaderRow>(lookAtLeader);
    const [leader] = rows;
    if (leader === undefined) return;
    if (leader.epoch !== latest)
      log.info("another process leads", { epoch: leader.epoch, leader: leader.holder });
    latest = leader.epoch;
    if (leader.silent * 1_000 <= lease) return;
    log.warn("the leader is silent: its session is ended", {
      leader: leader.holder,
      seconds: Math.round(leader.silent),
    });
    await client.query(endSession, [leaderLock, leader.backend]);
  };
  const step = async (): Promise<void> => {
    try {
      session ??= await connect();
      const client = session;
      await (term === undefined ? attempt(client) : keep(client, term));
      unreachable = false;
    } catch (error) {
      const { message } = explainPostgres(url, error);
      if (!unreachable && session === undefined)
        log.warn("cannot stand for leader: trying on", { error: message });
      unreachable = true;
      void drop(session, message);
    }
  };
  let stepping: Promise<void> = Promise.resolve();
  const run = (): void => {
    stepping = step().then(() => {
      if (!stopped) timer = setTimeout(run, beat);
    });
  };
  run();

  return {
    // Of a process that was frozen itself: its timers have not run yet, but the time has passed.
    epoch: () => (term !== undefined && performance.now() - term.beatAt < lease ? term.epoch : undefined),
    latest: () => latest,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await stepping;
      await drop(session, "it stops");
    },
  };
}

interface LeaderRow {
  epoch: number;
  holder: string;
  backend: number;
  /** Seconds since the last heartbeat. */
  silent: number;
}
