import { entries, type JournalEntry } from "../../governance/journal.ts";
import { formatLine } from "../../store/jsonl.ts";
import type { JournalReader } from "../../store/reader.ts";
import type { ShowOptions } from "../audit.ts";
import { exit, type ExitCode } from "../exit.ts";
import { table } from "../terminal/table.ts";
import { withReader } from "./open.ts";

/** `nines audit show`: the newest entries that match, oldest first. */
export const show = (options: ShowOptions): Promise<ExitCode> =>
  withReader(options, async (reader) => {
    const found = await newest(reader, options);
    const lines = options.json === true ? found.map(formatLine) : asTable(found);
    if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
    return exit.good;
  });

async function newest(
  reader: JournalReader,
  { subject, kind, limit }: ShowOptions,
): Promise<readonly JournalEntry[]> {
  const filter = { ...(subject !== undefined && { subject }), ...(kind !== undefined && { kinds: [kind] }) };
  const isWhole = subject === undefined && kind === undefined;
  const from = isWhole ? Math.max(1, (await reader.head()).seq - limit + 1) : 1;
  const kept: JournalEntry[] = [];
  for await (const entry of entries(reader, from, filter)) {
    kept.push(entry);
    // Cut now and then rather than shifting a long list at every entry.
    if (kept.length >= 2 * limit + 1_000) kept.splice(0, kept.length - limit);
  }
  return kept.slice(-limit);
}

const asTable = (found: readonly JournalEntry[]): string[] =>
  found.length === 0
    ? ["no entry matches"]
    : table(
        [
          { title: "seq", align: "right" },
          ...["time", "actor", "kind", "subject", "says"].map((title) => ({ title })),
        ],
        found.map(({ seq, at, actor, kind, subject, payload }) => [
          String(seq),
          new Date(at * 1000).toISOString(),
          ...[actor, kind, subject, wordsOf(payload)].map(printable),
        ]),
      );

/** `from=healthy to=watch consumed=0.51`: kinds differ in what they say, all say it in fields. */
const wordsOf = (payload: object): string =>
  Object.entries(payload)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");

/** What stands in a journal must not steer the reader's terminal. */
const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "\ufffd");
