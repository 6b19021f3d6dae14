import { Option } from "commander";
import type { DiagnosticFormat } from "../spec/format.ts";
import type { Seconds } from "../model/units.ts";
import { durationArgument } from "./durations.ts";
import { exit, type ExitCode } from "./exit.ts";
import type { Register } from "./program.ts";

export interface LintOptions {
  strict: boolean;
  format: DiagnosticFormat;
  retention?: Seconds;
  scrapeInterval?: Seconds;
  prometheus?: string[];
  config?: string;
  cost: boolean;
}

const help = `
Reads every .yaml and .yml file below the paths (default: slos), says all that is wrong or unwise in one run,
and writes nothing. Name the whole folder: files refer to each other. "-" reads standard input.

Each finding has a code with a page of its own in docs/errors/. A warning is silenced where it stands:
  # nines-ignore: missing-runbook written until the end of the quarter

With --prometheus the definitions are held against what is there: do the series and labels exist, is bad among
total, is the threshold a bucket and of which type is the histogram, how often is it scraped, how long are data kept,
what was delivered over the last windows, and what does each rule read. Nothing is written there either. Headers,
tokens and TLS stand in the --config file of 'nines serve'. Pricing asks one query a rule: --no-cost leaves it out.

Exit code: 0 nothing is wrong, 1 the input is at fault (with --strict also for a warning), 2 it could not work,
which a Prometheus that does not answer is, too.

Examples:
  nines lint
  nines lint slos --strict --retention 15d
  nines lint slos --format github          # annotations on a pull request
  nines lint slos --format json | jq '.diagnostics[].code'
  cat checkout.yaml | nines lint -
  nines lint --prometheus http://prometheus:9090
  nines lint --prometheus eu=https://eu.example --prometheus us=https://us.example --config nines.yaml
  nines lint --prometheus http://prometheus:9090 --format json | jq '.survey.slos[] | {slo, samplesPerMinute}'`;

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
    .option(
      "--prometheus <[name=]url>",
      "hold them against the data of this Prometheus; may be repeated",
      (value: string, before: string[] | undefined) => [...(before ?? []), value],
    )
    .option("--config <file>", "YAML file with sources and their credentials, as nines serve takes it")
    .option("--no-cost", "do not ask what each rule reads")
    .addHelpText("after", help)
    .action(async (paths: string[], options: LintOptions) => done(await run(paths, options)));
};

const exitCodes = { world: exit.couldNotWork, input: exit.inputAtFault, none: exit.good } as const;

async function run(
  paths: readonly string[],
  { strict, format, prometheus, config, cost, ...settings }: LintOptions,
): Promise<ExitCode> {
  const { readSpecs } = await import("../files/read.ts");
  const { openDefinitions } = await import("../spec/load.ts");
  const { faultOf, formatDiagnostics, summarize } = await import("../spec/format.ts");
  const read = await readSpecs(paths);
  const opened = openDefinitions(read.files, settings);
  const isAsked = prometheus !== undefined || config !== undefined;
  const { surveyAll, nothingAsked } = await import("./lint/survey.ts");
  const asked = isAsked ? await surveyAll(opened, read.files, { prometheus, config, cost }) : nothingAsked;
  const diagnostics = [
    ...read.diagnostics,
    ...asked.diagnostics,
    ...opened.diagnostics(isAsked && asked.silent.length === 0),
  ];
  process.stdout.write(formatDiagnostics(diagnostics, format, asked.facts));
  // In JSON the counts are part of the document.
  if (format !== "json")
    process.stdout.write(`${summarize(diagnostics, read.files.length)}\n${asked.tables}`);
  for (const message of asked.silent) process.stderr.write(`nines: ${message}\n`);
  return asked.silent.length > 0 ? exit.couldNotWork : exitCodes[faultOf(diagnostics, strict)];
}
