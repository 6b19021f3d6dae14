import { createSecretKey, randomBytes } from "node:crypto";
import { join } from "node:path";
import { removeFolder, runProgram, temporaryFolder } from "../../kit/processes.ts";
import { startPostgres } from "../../kit/postgres.ts";
import type { Journal } from "../../src/governance/journal.ts";
import { openPostgresJournal } from "../../src/store/postgres.ts";
import { openSqliteJournal } from "../../src/store/sqlite.ts";
import { atMost, type Bench, type Report, type Terms } from "../bench.ts";
import { whole } from "../print.ts";
import { eventAt } from "./life.ts";
import type { Opening } from "./open.ts";

const sizes = [10_000, 100_000, 1_000_000] as const;
const batch = 1_000;
/** A checkpoint is made every 5,000 entries: as many as that can have come since. */
const since = 4_900;

/** A journal that can be filled, and then opened by another process that is told of `place` and `key`. */
interface Store {
  name: string;
  place: string;
  key: string;
  open: () => Promise<Journal>;
}

interface Row {
  store: string;
  entries: number;
  /** Entries a second while filling it, a thousand in each call. */
  filling: number;
  anew: Opening;
  checkpointed: Opening;
}

const warn = (message: string): void => void process.stderr.write(`${message}\n`);

async function fill({ open }: Store, from: number, to: number): Promise<number> {
  const journal = await open();
  const begin = performance.now();
  for (let n = from; n < to; n += batch)
    await journal.append(Array.from({ length: Math.min(batch, to - n) }, (_, index) => eventAt(n + index)));
  const took = performance.now() - begin;
  await journal.close();
  return ((to - from) / took) * 1_000;
}

async function opening({ place, key }: Store): Promise<Opening> {
  const program = join(import.meta.dirname, "open.ts");
  const { ok, stdout, output } = await runProgram(process.execPath, [program, place, key], {
    timeout: 300_000,
  });
  if (!ok) throw new Error(`the journal could not be opened: ${output}`);
  return JSON.parse(stdout) as Opening;
}

/** Without a checkpoint there is nothing to begin from: the next opening folds everything anew. */
async function forget({ open }: Store): Promise<void> {
  const journal = await open();
  const { seq, at, hash } = await journal.head();
  for (const name of ["governance", "standings"])
    await journal.checkpoints?.save(name, { head: { seq, at, hash }, state: "{}" });
  await journal.close();
}

async function measure(store: Store, { say, quick }: Terms): Promise<Row[]> {
  const rows: Row[] = [];
  let filled = 0;
  for (const entries of quick ? sizes.slice(0, 2) : sizes) {
    say(`${store.name}: ${whole(entries)} entries`);
    const filling = await fill(store, filled, entries);
    await forget(store);
    const anew = await opening(store);
    filled = entries + since;
    await fill(store, entries, filled);
    const checkpointed = await opening(store);
    rows.push({ store: store.name, entries, filling, anew, checkpointed });
  }
  return rows;
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(2)} s`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const right = (title: string) => ({ title, align: "right" as const });

const reportOf = (rows: readonly Row[]): Report => ({
  figures: [
    {
      title:
        "Opening a journal: from the start of the process until every exception, window and standing is known",
      columns: [
        { title: "store" },
        right("entries"),
        right("filled/s"),
        right("start"),
        right("open"),
        right("governance"),
        right("standings"),
        right("memory"),
        right("folded anew"),
        right("memory"),
      ],
      rows: rows.map(({ store, entries, filling, anew, checkpointed }) => [
        store,
        whole(entries),
        whole(filling),
        seconds(checkpointed.total),
        ...[checkpointed.open, checkpointed.governance, checkpointed.standings].map(seconds),
        megabytes(checkpointed.memory),
        seconds(anew.total),
        megabytes(anew.memory),
      ]),
      notes: [
        `start: of the whole process, ${whole(since)} entries after its checkpoints; then its parts.`,
        "folded anew: the same without any checkpoint, as once after an upgrade or a restore.",
      ],
    },
  ],
  bars: rows.map(({ store, entries, checkpointed }) =>
    atMost(`${store}, ${whole(entries)} entries: start`, checkpointed.total, 5_000, seconds),
  ),
});

async function run(terms: Terms): Promise<Report> {
  const folder = temporaryFolder("journal");
  const server = await startPostgres();
  try {
    const key = randomBytes(32).toString("hex");
    const url = await server.database();
    const secret = createSecretKey(key, "hex");
    const sqlite = {
      name: "SQLite",
      place: folder,
      key: "",
      open: async () => openSqliteJournal({ folder, warn }),
    };
    const postgres = {
      name: "PostgreSQL",
      place: url,
      key,
      open: () => openPostgresJournal({ url, key: secret, warn }),
    };
    return reportOf([...(await measure(sqlite, terms)), ...(await measure(postgres, terms))]);
  } finally {
    await server.stop();
    removeFolder(folder);
  }
}

export const journal: Bench = {
  name: "journal",
  summary:
    "opening a journal of 10,000, 100,000 and a million entries: time and memory, SQLite and PostgreSQL",
  lasts: "4 minutes",
  run,
};
