import type { Anchor } from "../governance/verify.ts";
import { anchorOption, type DataOptions, withDataOptions } from "./journal/options.ts";
import type { Register } from "./program.ts";

const exportHelp = `
One entry a line, as JSON, in order. Works beside a running server. The key of the chain is not part of it: keep
journal.key apart, a restore needs both.

Examples:
  nines journal export --out backup.jsonl
  nines journal export --data /var/lib/nines | gzip > backup.jsonl.gz`;

const restoreHelp = `
FILE is what "nines journal export" wrote; - reads standard input. Every entry is verified before it is written,
and the journal appears whole or not at all. The folder, or the PostgreSQL database, must hold no journal; the key
is put into the folder first, or named with --journal-key. An anchor also tells whether the export's own end was cut off.

Exit code: 0 restored, 1 the file is not what was exported, 2 it could not work (a journal there, no key).

Examples:
  nines journal restore backup.jsonl --data /var/lib/nines --journal-key /backup-of-keys/journal.key
  gunzip < backup.jsonl.gz | nines journal restore - --data /var/lib/nines`;

export interface ExportOptions extends DataOptions {
  out: string;
}
export interface RestoreCommandOptions extends DataOptions {
  anchor?: Anchor;
}

export const register: Register = (program, done) => {
  const journal = program.command("journal").description("take the journal out, and put it back");
  withDataOptions(journal.command("export"))
    .description("write all entries as lines of JSON")
    .option("--out <file>", "where to write; - is standard output", "-")
    .addHelpText("after", exportHelp)
    .action(async (options: ExportOptions) => {
      const { exportJournal } = await import("./journal/export.ts");
      done(await exportJournal(options));
    });
  withDataOptions(journal.command("restore"))
    .description("make a journal out of exported entries")
    .argument("<file>", "the export; - is standard input")
    .addOption(anchorOption())
    .addHelpText("after", restoreHelp)
    .action(async (file: string, options: RestoreCommandOptions) => {
      const { restoreJournal } = await import("./journal/restore.ts");
      done(await restoreJournal(file, options));
    });
};
