import { entries } from "../../governance/journal.ts";
import {
  type Anchor,
  type Flaw,
  formatAnchor,
  type Verification,
  verifier,
} from "../../governance/verify.ts";
import type { JournalReader } from "../../store/reader.ts";
import { exit, type ExitCode } from "../exit.ts";
import type { DataOptions } from "./options.ts";
import { withReader } from "./open.ts";

/** `nines audit verify`: the verdict on standard output, in words that name the entry. */
export const verifyJournal = (options: DataOptions & { anchor?: Anchor }): Promise<ExitCode> =>
  withReader(options, async (reader) => {
    await reader.checkStore();
    const result = await verifyAll(reader, options.anchor);
    const lines = result.ok
      ? holds(result, options.anchor)
      : broken(reader.place, result.flaw, result.checked);
    process.stdout.write(`${lines.join("\n")}\n`);
    return result.ok ? exit.good : exit.inputAtFault;
  });

async function verifyAll(reader: JournalReader, anchor: Anchor | undefined): Promise<Verification> {
  const { seq: last } = await reader.head();
  const { check, end } = verifier(reader.key, anchor === undefined ? {} : { anchor }, () => last);
  for await (const entry of entries(reader)) if (check(entry) !== undefined) break;
  return end();
}

const counted = (count: number): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? "entry" : "entries"}`;

function holds(
  { checked, head, dropped }: Extract<Verification, { ok: true }>,
  anchor: Anchor | undefined,
): string[] {
  const gone =
    dropped === undefined
      ? []
      : [
          `of ${counted(dropped.count)} up to ${new Date(dropped.last.at * 1_000).toISOString()} the verdict was ` +
            `dropped by retention: what was asked, decided and used is still there and verified`,
        ];
  const verdict = `the journal holds: ${counted(checked)}, none altered, missing or moved`;
  const end = `head ${formatAnchor(head)}`;
  return anchor === undefined
    ? [verdict, ...gone, end, "without --anchor it cannot be seen whether newer entries were cut off the end"]
    : [`${verdict}; entry ${anchor.seq} is the one that the anchor names`, ...gone, end];
}

const broken = (place: string, { kind, message }: Flaw, checked: number): string[] => [
  `the journal does not hold: ${message} (${kind})`,
  `${counted(checked)} before it ${checked === 1 ? "is" : "are"} what was written`,
  `keep ${place} for the post-mortem; docs/operations.md, "Restore", says how to go on`,
];
