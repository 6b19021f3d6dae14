import { createSecretKey } from "node:crypto";
import { setImmediate as pause } from "node:timers/promises";
import type { Journal } from "../../src/governance/journal.ts";
import { timestamp } from "../../src/model/units.ts";
import { openDesk } from "../../src/runtime/governance/open-desk.ts";
import { followStandings } from "../../src/runtime/standings.ts";
import { openPostgresJournal } from "../../src/store/postgres.ts";
import { openSqliteJournal } from "../../src/store/sqlite.ts";

/**
 * Opens a journal as `nines serve` does and says how long each part took, as one line of JSON. A process of its own,
 * so that neither the memory nor the warm code of the bench helps.
 */
export interface Opening {
  /** Milliseconds. */
  open: number;
  governance: number;
  standings: number;
  /** Of the whole process, Node and modules loaded, until everything is known. */
  total: number;
  /** Bytes. */
  memory: number;
  head: number;
}

const [place = "", key = ""] = process.argv.slice(2);
const warn = (message: string): void => void process.stderr.write(`${message}\n`);

const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const begin = performance.now();
  return [await work(), performance.now() - begin];
};

const [journal, open] = await timed<Journal>(async () =>
  place.startsWith("postgres:")
    ? openPostgresJournal({ url: place, key: createSecretKey(key, "hex"), warn })
    : openSqliteJournal({ folder: place, warn }),
);
const now = () => timestamp(Date.now() / 1_000);
const desk = openDesk({ journal, now, pause: () => pause() });
const [state, governance] = await timed(() => desk.refresh());
const standings = followStandings(journal);
const [, following] = await timed(() => standings.follow());
const opening: Opening = {
  open,
  governance,
  standings: following,
  total: process.uptime() * 1_000,
  memory: process.resourceUsage().maxRSS * 1_024,
  head: state.head.seq,
};
process.stdout.write(`${JSON.stringify(opening)}\n`);
await journal.close();
