import { readFileSync } from "node:fs";
import { AlertmanagerBaseError } from "../../compile/alertmanager.ts";
import { planDefinitions, type Plan, type PlannedFile } from "../../compile/compile.ts";
import { ownFileNotice } from "../../compile/header.ts";
import { mixinFile } from "../../compile/mixin.ts";
import { defaultOptions, type CompileOptions } from "../../compile/options.ts";
import { readSpecs } from "../../files/read.ts";
import { ForeignFilesError, writeOutput } from "../../files/write.ts";
import type { Definitions } from "../../model/definitions.ts";
import { count, faultOf, formatDiagnostics, summarize } from "../../spec/format.ts";
import { loadDefinitions } from "../../spec/load.ts";
import { jsonSchema } from "../../spec/schema.ts";
import type { CompileFlags } from "../compile.ts";
import { CliError, exit, type ExitCode } from "../exit.ts";
import { fileReason } from "../file-reason.ts";
import { progress, type Progress } from "../terminal/progress.ts";

/** Reads, compiles, and writes or checks; what went well is said in one line. */
export async function compile(paths: readonly string[], flags: CompileFlags): Promise<ExitCode> {
  const out = flags.out ?? (paths.includes("-") ? "-" : "generated");
  if (flags.check && out === "-") throw new CliError("--check compares with a folder: name one with --out");
  const definitions = await readDefinitions(paths, flags);
  if (typeof definitions === "number") return definitions;
  const options = optionsOf(flags);
  const plan = planAll(definitions, options, flags.alertmanagerBase);
  for (const warning of plan.warnings) say(`warning: ${warning}`);
  if (out === "-") {
    process.stdout.write(plan.rulesText());
    return exit.good;
  }
  const boards = flags.dashboards
    ? (await import("./boards.ts")).plannedBoards(plan.slos, flags.publicUrl)
    : [];
  const beside = [...plan.files, ...boards];
  const files = [...beside, schemaFile, mixinFile(beside, options)];
  if (flags.check) return (await import("./check.ts")).check(out, files);
  process.stdout.write(`${write(out, files, plan)}\n`);
  return exit.good;
}

const say = (line: string) => process.stderr.write(`${line}\n`);

/** The definitions, or the exit code when something is wrong with them, which has then been said. */
async function readDefinitions(
  paths: readonly string[],
  { scrapeInterval }: CompileFlags,
): Promise<Definitions | ExitCode> {
  const read = await readSpecs(paths);
  const loaded = loadDefinitions(read.files, scrapeInterval === undefined ? {} : { scrapeInterval });
  const diagnostics = [...read.diagnostics, ...loaded.diagnostics];
  const fault = faultOf(diagnostics);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (fault === "none") {
    const { warnings } = count(diagnostics);
    if (warnings > 0) say(`${warnings} warning${warnings === 1 ? "" : "s"}: nines lint shows them`);
    return loaded.definitions;
  }
  process.stderr.write(formatDiagnostics(errors, "text"));
  say(`${summarize(diagnostics, read.files.length)}; nothing was written`);
  return fault === "world" ? exit.couldNotWork : exit.inputAtFault;
}

function optionsOf({ format, pack, include, exclude, ...flags }: CompileFlags): CompileOptions {
  return {
    format,
    pack,
    evaluationDelay: flags.evaluationDelay ?? defaultOptions.evaluationDelay,
    prometheusVersion: flags.prometheusVersion ?? defaultOptions.prometheusVersion,
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
    ...(flags.alertmanagerBase === undefined ? {} : { alertmanagerBase: readBase(flags.alertmanagerBase) }),
  };
}

function readBase(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CliError(`--alertmanager-base ${path} cannot be read: ${fileReason(error)}`);
  }
}

function planAll(definitions: Definitions, options: CompileOptions, basePath: string | undefined): Plan {
  const plan = planOrExplain(definitions, options, basePath);
  // An empty plan would remove every rule file: a mistyped filter may not do that.
  if (plan.slos.length === 0 && definitions.slos.length > 0) {
    throw new CliError(
      `none of the ${definitions.slos.length} SLOs is left by --include and --exclude, which match ids such as ` +
        `${definitions.slos[0]?.id ?? ""}; nothing was written`,
      exit.inputAtFault,
    );
  }
  return plan;
}

function planOrExplain(
  definitions: Definitions,
  options: CompileOptions,
  basePath: string | undefined,
): Plan {
  try {
    return planDefinitions(definitions, options);
  } catch (error) {
    if (!(error instanceof AlertmanagerBaseError)) throw error;
    throw new CliError(
      `${basePath ?? "the Alertmanager base"} cannot be extended: ${error.message}`,
      exit.inputAtFault,
    );
  }
}

const schemaFile: PlannedFile = {
  path: "schema.json",
  render: () => `${JSON.stringify({ $comment: ownFileNotice, ...jsonSchema() }, null, 2)}\n`,
};

/** The same files, each telling when it is made. */
const toldOf = (files: readonly PlannedFile[], { step }: Progress): PlannedFile[] =>
  files.map((file) => ({
    ...file,
    render: () => {
      step();
      return file.render();
    },
  }));

function write(out: string, files: readonly PlannedFile[], { slos }: Plan): string {
  const made = progress("compiling files", files.length);
  try {
    const { written, unchanged, removed } = writeOutput(out, toldOf(files, made));
    const gone = removed.length === 0 ? "" : `, ${removed.length} removed (${removed.join(", ")})`;
    return `${out}: ${slos.length} SLO${slos.length === 1 ? "" : "s"}; ${written.length} file${written.length === 1 ? "" : "s"} written, ${unchanged} unchanged${gone}`;
  } catch (error) {
    if (error instanceof ForeignFilesError) {
      throw new CliError(`${error.message}. Move them away, or name another folder with --out`);
    }
    throw new CliError(`${out} cannot be written: ${fileReason(error)}`);
  } finally {
    made.end();
  }
}
