import { join } from "node:path";
import type { AnswerKey, Answers, Partially } from "../spec/starter/questions.ts";
import { CliError, exit, type ExitCode } from "./exit.ts";
import type { Register } from "./program.ts";
import { isPersonThere, withPrompt } from "./terminal/prompt.ts";

type InitOptions = Partial<Record<AnswerKey, string>> & { yes: boolean };

const help = `
Writes DIR/<service>.yaml with a first SLO, and never overwrites anything. On a terminal it asks for what no
option says; with --yes, or without a terminal, it takes what is usual: only --service and --owner are then needed.

Exit code: 0 written, 1 something stands there already, 2 an answer is missing or cannot be read.

Examples:
  nines init
  nines init --service checkout --owner team-shop --yes
  nines init --service search --owner team-search --sli latency --threshold 500ms --objective 99%
  nines init slos/payments --service payments --owner team-payments --metric grpc_server_handled_total \\
    --match 'job="payments"' --bad 'grpc_code=~"Internal|Unavailable"'`;

export const register: Register = (program, done) => {
  program
    .command("init")
    .description("write a first SLO from a few questions or options")
    .argument("[dir]", "folder of the definitions", "slos")
    .option("--service <name>", "name of the service")
    .option("--owner <team>", "the team that answers for it")
    .option("--sli <kind>", "requests, latency or up (default: requests)")
    .option("--metric <name>", "the metric that is read")
    .option("--match <matchers>", 'labels that pick the service\'s series (default: job="<service>")')
    .option("--bad <matchers>", 'labels that make an event bad (default: code=~"5..")')
    .option("--threshold <duration>", "for latency: slower is bad (default: 300ms)")
    .option("--objective <percent>", "share promised to be good (default: 99.9%)")
    .option("--window <duration>", "rolling window (default: 30d)")
    .option("--runbook <url>", "what whoever is paged reads")
    .option("--yes", "ask nothing; take what is usual", false)
    .addHelpText("after", help)
    .action(async (folder: string, options: InitOptions) => done(await run(folder, options)));
};

async function run(folder: string, { yes, ...given }: InitOptions): Promise<ExitCode> {
  const { starterFile } = await import("../spec/starter/write.ts");
  const file = starterFile(await answersFor(given, yes));
  const path = join(folder, file.path);
  await refuseUnclean(path, file.text);
  const { createFile } = await import("../files/create.ts");
  if (!createFile(path, file.text))
    throw new CliError(`${path} is there already; nothing was written`, exit.inputAtFault);
  process.stdout.write(`${path} written. Next: nines lint ${folder}, then nines compile ${folder}\n`);
  return exit.good;
}

async function answersFor(given: Partially, yes: boolean): Promise<Answers> {
  const [{ questions }, { collectAnswers }] = [
    await import("../spec/starter/questions.ts"),
    await import("./init/ask.ts"),
  ];
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  if (isPersonThere() && !yes) return withPrompt((ask) => collectAnswers({ questions, given, ask, say }));
  const missing = (["service", "owner"] as const).filter((key) => given[key] === undefined);
  if (missing.length > 0)
    throw new CliError(
      `nobody to ask: say ${missing.map((key) => `--${key}`).join(" and ")}; see nines init --help`,
    );
  return collectAnswers({ questions, given, ask: undefined, say });
}

/** Answers that fit one by one may still not fit together: a window under 7d, for one, needs a table of its own. */
async function refuseUnclean(path: string, text: string): Promise<void> {
  const { loadDefinitions } = await import("../spec/load.ts");
  const { diagnostics } = loadDefinitions([{ path, text }]);
  if (diagnostics.length === 0) return;
  const { formatDiagnostics } = await import("../spec/format.ts");
  throw new CliError(
    `these answers do not fit together; nothing was written\n${formatDiagnostics(diagnostics, "text")}`,
  );
}
