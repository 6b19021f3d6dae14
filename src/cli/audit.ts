import { InvalidArgumentError, Option } from "commander";
import type { Anchor } from "../governance/verify.ts";
import { eventKinds } from "../model/governance/event-kinds.ts";
import { anchorOption, type DataOptions, withDataOptions } from "./journal/options.ts";
import type { Register } from "./program.ts";

const verifyHelp = `
Reads the whole journal and names the first entry that is not what was written: altered, missing or moved.
Works beside a running server. Without --anchor nobody can tell that the newest entries were cut off, since a
shorter chain is a valid chain: nines serve logs an anchor every hour and exports it as a metric.

Exit code: 0 the chain holds, 1 it does not, 2 the journal cannot be read.

Examples:
  nines audit verify
  nines audit verify --data /var/lib/nines --anchor 4711:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08`;

const showHelp = `
The newest entries, oldest first: number, time, actor, kind, subject, and what it says.

Examples:
  nines audit show
  nines audit show --subject checkout.availability.production --limit 100
  nines audit show --kind definitions-loaded --json`;

const count = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("Write a whole number from 1 on.");
  return Number(text);
};

export const register: Register = (program, done) => {
  const audit = program.command("audit").description("what happened, and proof that nobody rewrote it");
  withDataOptions(audit.command("verify"))
    .description("check the journal's chain from its first entry to its last")
    .addOption(anchorOption())
    .addHelpText("after", verifyHelp)
    .action(async (options: DataOptions & { anchor?: Anchor }) => {
      const { verifyJournal } = await import("./journal/verify.ts");
      done(await verifyJournal(options));
    });
  withDataOptions(audit.command("show"))
    .description("print entries of the journal")
    .option("--subject <name>", "only entries about this, such as an SLO's id")
    .addOption(new Option("--kind <kind>", "only entries of this kind").choices(eventKinds))
    .addOption(new Option("--limit <count>", "at most so many, the newest").default(20).argParser(count))
    .option("--json", "print each entry as one line of JSON")
    .addHelpText("after", showHelp)
    .action(async (options: ShowOptions) => {
      const { show } = await import("./journal/show.ts");
      done(await show(options));
    });
};

export interface ShowOptions extends DataOptions {
  subject?: string;
  kind?: (typeof eventKinds)[number];
  limit: number;
  json?: true;
}
