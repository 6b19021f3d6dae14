import { entries } from "../../governance/journal.ts";
import { proofWords } from "../../governance/proof-words.ts";
import { type Anchor, type Verification, verifier } from "../../governance/verify.ts";
import type { JournalReader } from "../../store/reader.ts";
import { exit, type ExitCode } from "../exit.ts";
import { progress } from "../terminal/progress.ts";
import type { DataOptions } from "./options.ts";
import { withReader } from "./open.ts";

/** `nines audit verify`: the verdict on standard output, in words that name the entry. */
export const verifyJournal = (options: DataOptions & { anchor?: Anchor }): Promise<ExitCode> =>
  withReader(options, async (reader) => {
    await reader.checkStore();
    const result = await verifyAll(reader, options.anchor);
    const lines = [...proofWords(result, options.anchor), ...(result.ok ? [] : [goOn(reader.place)])];
    process.stdout.write(`${lines.join("\n")}\n`);
    return result.ok ? exit.good : exit.inputAtFault;
  });

async function verifyAll(reader: JournalReader, anchor: Anchor | undefined): Promise<Verification> {
  const { seq: last } = await reader.head();
  const { check, end } = verifier(reader.key, anchor === undefined ? {} : { anchor }, () => last);
  const seen = progress("verifying entries", last);
  for await (const entry of entries(reader)) {
    if (check(entry) !== undefined) break;
    seen.step();
  }
  seen.end();
  return end();
}

const goOn = (place: string): string =>
  `keep ${place} for the post-mortem; docs/operations.md, "Restore", says how to go on`;
