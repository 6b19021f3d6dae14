import { type Command, InvalidArgumentError, Option } from "commander";
import { type Anchor, parseAnchor } from "../../governance/verify.ts";

/** Where the journal is: said as for `nines serve`, so that the same words find the same journal. */
export interface DataOptions {
  data?: string;
  journalKey?: string;
  config?: string;
}

export const withDataOptions = (command: Command): Command =>
  command
    .option("--data <folder>", "folder of the journal, or postgres://… [NINES_DATA] (default: .nines)")
    .option("--journal-key <file>", "key of the chain, when not beside the journal [NINES_JOURNAL_KEY]")
    .option("--config <file>", "the server's config file, when it says where [NINES_CONFIG]");

export const anchorOption = (): Option =>
  new Option("--anchor <seq:hash>", "an entry that must be there, as nines serve logged it").argParser(
    anchor,
  );

function anchor(text: string): Anchor {
  const parsed = parseAnchor(text);
  if (parsed === undefined)
    throw new InvalidArgumentError(
      "Write SEQ:HASH as nines serve logs it: a number, a colon, 64 hex digits.",
    );
  return parsed;
}
