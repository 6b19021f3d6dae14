import { InvalidArgumentError, Option } from "commander";
import type { DecisionBody } from "../http/schemas/governance/decision.ts";
import type { VerdictBody } from "../http/schemas/verdict.ts";
import { changeKinds, defaultChangeKind } from "../model/policy.ts";
import { CliError, exit, type ExitCode } from "./exit.ts";
import type { Register } from "./program.ts";
import { ask, send, type Outcome, type Parameters } from "./remote/client.ts";
import { withRemoteOptions, type RemoteOptions } from "./remote/options.ts";
import { show } from "./terminal/look.ts";
import { gateLines } from "./views/gate.ts";

type Group = Readonly<Record<string, string>>;

interface GateOptions extends RemoteOptions {
  service?: string;
  environment?: string;
  repository?: string;
  forgeEnvironment?: string;
  forge?: string;
  change: string;
  sha?: string;
  group?: Group;
  onUnreachable?: "allow" | "deny";
  record?: true;
  dryRun?: true;
  identifier?: string;
}

const help = `
Exit code: 0 allowed (with or without a warning), 1 denied or in need of an exception, 2 could not ask.

Example, in a deploy job:
  nines gate --service checkout --environment production --change feature --sha "$GIT_COMMIT"

On record, with a use of an exception where it needs one (the same commit again is the same use):
  nines gate --service checkout --environment production --sha "$GIT_COMMIT" --record --token-file ci.token

A job that must go on without a gate, and says so:
  nines gate --service checkout --environment production --on-unreachable allow

Only to see, before it is meant:
  nines gate --service checkout --environment production --dry-run

What a decision on record was made of, and what has changed since:
  nines gate replay gd-3f9k2m7q4a
  nines gate diff gd-3f9k2m7q4a

In a forge's pipeline, found through the service's \`delivery\`:
  nines gate --repository shop/checkout --forge-environment prod-eu`;

function collectGroup(text: string, before: Group = {}): Group {
  const [, name, value] = /^([a-zA-Z_][a-zA-Z0-9_]*)=(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("Write it as region=eu.");
  return { ...before, [name]: value };
}

export const register: Register = (program, done) => {
  const gate = withRemoteOptions(
    program
      .command("gate")
      .enablePositionalOptions()
      .description("may this change go out now? Says why, and what may")
      .option("--service <name>", "the service that changes")
      .option("--environment <name>", "where to; an alias will do")
      .option("--repository <owner/name>", "instead of --service: the repository it comes from")
      .option("--forge-environment <name>", "with --repository: the environment's name at the forge")
      .addOption(new Option("--forge <kind>", "with --repository").choices(["github", "gitlab"]))
      .addOption(
        new Option("--change <kind>", "what kind of change it is")
          .choices(changeKinds)
          .default(defaultChangeKind),
      )
      .option("--sha <commit>", "names the change")
      .option("--group <label=value>", "narrow grouped SLOs; repeatable", collectGroup)
      .option("--record", "decide on record; needs a token that is bound to the service")
      .option("--dry-run", "only to see: it passes, and says what the verdict would have been")
      .option("--identifier <name>", "with --record: your own name for this run; another is another decision")
      .addOption(
        new Option("--on-unreachable <decision>", "what to take for the answer when nobody answers").choices([
          "allow",
          "deny",
        ]),
      ),
  )
    .addHelpText("after", help)
    .action(async (options: GateOptions) => done(await run(options)));
  const looking = async () => import("./gate/recorded.ts");
  withRemoteOptions(gate.command("replay").description("decide once more on what a decision was made of"))
    .argument("<id>", "its id, such as gd-3f9k2m7q4a")
    .addHelpText("after", "\nExit code: 0 the verdict is the same, 1 it is not, 2 could not ask.")
    .action(async (id: string, options: RemoteOptions) => done(await (await looking()).replay(id, options)));
  withRemoteOptions(gate.command("diff").description("what has changed since a decision"))
    .argument("<id>", "its id, such as gd-3f9k2m7q4a")
    .action(async (id: string, options: RemoteOptions) => done(await (await looking()).diff(id, options)));
};

async function run(options: GateOptions): Promise<ExitCode> {
  const missing = missingIn(options);
  if (missing !== undefined) throw new CliError(missing);
  if (options.record === true) return answer(await record(options), options);
  const { verdictSchema } = await import("../http/schemas/verdict.ts");
  const outcome = await ask(options, "/api/v1/gate", verdictSchema, parameters(options));
  return answer(outcome, options);
}

async function record(options: GateOptions): Promise<Outcome<DecisionBody>> {
  const { decisionSchema } = await import("../http/schemas/governance/decision.ts");
  const { service, environment, repository, forgeEnvironment, forge, change, sha, group } = options;
  const { dryRun, identifier } = options;
  const about = { service, environment, repository, forgeEnvironment, forge };
  const question = { ...about, change, sha, group, dryRun, identifier };
  return send(options, "POST", "/api/v1/gate/decisions", decisionSchema, question);
}

/** What the question lacks, before anybody is asked. */
function missingIn({ service, environment, repository, forgeEnvironment }: GateOptions): string | undefined {
  if (service === undefined && repository === undefined)
    return "--service NAME and --environment NAME say what to ask about (or --repository)";
  if (service !== undefined && environment === undefined)
    return "--environment NAME is missing: where the change goes to, such as production";
  if (service === undefined && forgeEnvironment === undefined)
    return "--forge-environment NAME is missing: where the change goes to, as the forge calls it";
  return undefined;
}

const parameters = (options: GateOptions): Parameters => ({
  service: options.service,
  environment: options.environment,
  repository: options.repository,
  forgeEnvironment: options.forgeEnvironment,
  forge: options.forge,
  change: options.change,
  sha: options.sha,
  dryRun: options.dryRun && "true",
  ...Object.fromEntries(Object.entries(options.group ?? {}).map(([name, value]) => [`group.${name}`, value])),
});

function answer(
  outcome: Outcome<VerdictBody | DecisionBody>,
  { json, onUnreachable }: GateOptions,
): ExitCode {
  switch (outcome.kind) {
    case "answer":
      print(outcome.body, json === true);
      return outcome.body.allowed ? exit.good : exit.inputAtFault;
    case "refused":
      throw new CliError(outcome.message, exit.couldNotWork);
    case "unreachable":
      return unreachable(outcome.message, onUnreachable, json === true);
  }
}

function print(verdict: VerdictBody | DecisionBody, json: boolean): void {
  show(verdict, ({ ink }) => [...gateLines(verdict, ink), ...recordLine(verdict)], json);
}

const recordLine = (verdict: VerdictBody | DecisionBody): string[] =>
  "id" in verdict ? [`on record as ${verdict.id}${verdict.repeated ? ", as before" : ""}`] : [];

/** The person who wrote the pipeline has decided beforehand what silence means; nines only says that it was used. */
function unreachable(message: string, decision: GateOptions["onUnreachable"], json: boolean): ExitCode {
  if (decision === undefined)
    throw new CliError(`${message}\n  To decide without it: --on-unreachable allow|deny`, exit.couldNotWork);
  const allowed = decision === "allow";
  process.stderr.write(`nines: ${message}\n`);
  const said = `${allowed ? "allowed" : "denied"} by --on-unreachable, without a verdict`;
  const body = { allowed, onUnreachable: decision, message };
  process.stdout.write(`${json ? JSON.stringify(body, undefined, 2) : said}\n`);
  return allowed ? exit.good : exit.inputAtFault;
}
