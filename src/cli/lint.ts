import { Option } from "commander";
import type { DiagnosticFormat } from "../spec/format.ts";
import type { Seconds } from "../model/units.ts";
import { durationArgument } from "./durations.ts";
import { exit, type ExitCode } from "./exit.ts";
import type { Register } from "./program.ts";

interface LintOptions {
  strict: boolean;
  format: DiagnosticFormat;
  retention?: Seconds;
  scrapeInterval?: Seconds;
}

const help = `
Reads every .yaml and .yml file below the paths (default: slos), says all that is wrong or unwise in one run,
and writes nothing. Name the whole folder: files refer to each other. "-" reads standard input.

Each finding has a code with a page of its own in docs/errors/. A warning is silenced where it stands:
  # nines-ignore: missing-runbook written until the end of the quarter

Exit code: 0 nothing is wrong, 1 the input is at fault (with --strict also for a warning), 2 it could not work.

Examples:
  nines lint
  nines lint slos --strict --retention 15d
  nines lint slos --format github          # annotations on a pull request
  nines lint slos --format json | jq '.diagnostics[].code'
  cat checkout.yaml | nines lint -`;

export const register: Register = (program, done) => {
  program
    .command("lint")
    .description("check definitions: everything wrong or unwise, with its place, reason and remedy")
    .argument("[paths...]", "files and folders", ["slos"])
    .option("--strict", "a warning fails too", false)
    .addOption(
      new Option("--format <format>", "how findings are written")
        .choices(["text", "json", "github"])
        .default("text"),
    )
    .addOption(
      new Option(
        "--retention <duration>",
        "how long Prometheus keeps data; longer windows are warned about",
      ).argParser(durationArgument),
    )
    .addOption(
      new Option(
        "--scrape-interval <duration>",
        "where neither Defaults nor SLOs say (default: 30s)",
      ).argParser(durationArgument),
    )
    .addHelpText("after", help)
    .action(async (paths: string[], options: LintOptions) => done(await run(paths, options)));
};

const exitCodes = { world: exit.couldNotWork, input: exit.inputAtFault, none: exit.good } as const;

async function run(
  paths: readonly string[],
  { strict, format, ...settings }: LintOptions,
): Promise<ExitCode> {
  const { readSpecs } = await import("../files/read.ts");
  const { loadDefinitions } = await import("../spec/load.ts");
  const { faultOf, formatDiagnostics, summarize } = await import("../spec/format.ts");
  const read = await readSpecs(paths);
  const loaded = loadDefinitions(read.files, settings);
  const diagnostics = [...read.diagnostics, ...loaded.diagnostics];
  process.stdout.write(formatDiagnostics(diagnostics, format));
  // In JSON the counts are part of the document.
  if (format !== "json") process.stdout.write(`${summarize(diagnostics, read.files.length)}\n`);
  return exitCodes[faultOf(diagnostics, strict)];
}
