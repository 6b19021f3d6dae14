import { Command, CommanderError } from "commander";
import { CliError, exit, type ExitCode } from "./exit.ts";

/** Adds its command to the program; the action sets `process.exitCode` through the value it resolves to. */
export type Register = (program: Command, done: (code: ExitCode) => void) => void;

/** Commands load only when asked for: three SLOs should compile before a person notices. */
const commands: Readonly<Record<string, () => Promise<{ register: Register }>>> = {
  init: () => import("./init.ts"),
  lint: () => import("./lint.ts"),
  compile: () => import("./compile.ts"),
  dashboards: () => import("./dashboards.ts"),
  serve: () => import("./serve.ts"),
  gate: () => import("./gate.ts"),
  exception: () => import("./governance/exception.ts"),
  "break-glass": () => import("./governance/break-glass.ts"),
  experiment: () => import("./governance/experiment.ts"),
  correction: () => import("./governance/correction.ts"),
  window: () => import("./governance/window.ts"),
  loosening: () => import("./governance/loosening.ts"),
  deployment: () => import("./governance/deployment.ts"),
  alerts: () => import("./incidents/alerts.ts"),
  attribution: () => import("./incidents/attribution.ts"),
  incident: () => import("./incidents/incident.ts"),
  notices: () => import("./governance/notices.ts"),
  status: () => import("./status.ts"),
  top: () => import("./top.ts"),
  explain: () => import("./explain.ts"),
  graph: () => import("./graph.ts"),
  policy: () => import("./policy.ts"),
  templates: () => import("./templates.ts"),
  token: () => import("./governance/token.ts"),
  whoami: () => import("./whoami.ts"),
  audit: () => import("./audit.ts"),
  journal: () => import("./journal.ts"),
  journey: () => import("./journey.ts"),
  probe: () => import("./probe.ts"),
};

const describe = (): Command =>
  new Command("nines")
    .description("SLOs in git → rules, alerts, a live error budget, and a gate that explains itself.")
    .version("0.1.0")
    .showHelpAfterError("(nines --help lists the commands)")
    .exitOverride();

/** Runs one command line; resolves to the exit code. Never throws: what fails is said on stderr. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exit.good;
  const program = describe();
  const given = commands[argv[2] ?? ""];
  try {
    for (const load of given === undefined ? Object.values(commands) : [given])
      (await load()).register(program, (value) => (code = value));
    pointToOwnHelp(program, "nines");
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    return explainFailure(error);
  }
}

/** Whoever mistakes an option of `gate` wants the help of `gate`, not the list of all commands. */
function pointToOwnHelp(parent: Command, path: string): void {
  for (const command of parent.commands) {
    const own = `${path} ${command.name()}`;
    command.showHelpAfterError(`(${own} --help shows how it is used)`);
    pointToOwnHelp(command, own);
  }
}

function explainFailure(error: unknown): ExitCode {
  // Commander has printed its own message; only --help and --version are not a mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.good : exit.couldNotWork;
  if (error instanceof CliError) {
    process.stderr.write(`nines: ${error.message}\n`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`nines: unexpected failure: ${message}\n`);
  if (process.env.NINES_DEBUG !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  return exit.couldNotWork;
}
