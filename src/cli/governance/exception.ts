import { Option, type Command } from "commander";
import { reasonCategories } from "../../model/governance/states.ts";
import { changeKinds } from "../../model/policy.ts";
import type { ReviewOptions } from "./exception/decide.ts";
import type { RequestOptions } from "./exception/request.ts";
import { collect, collectKind, moment, share, wholeNumber } from "./arguments.ts";
import type { ExitCode } from "../exit.ts";
import type { Register } from "../program.ts";
import { registerDecisions, registerReads } from "./register.ts";
import { withRemoteOptions } from "../remote/options.ts";

const help = `
An exception lets a change out although the policy holds it: asked for with its reason, risk and way back,
approved by the quorum that the policy names for the state (nines policy show), used as often as was granted.
An approval is of exactly what was read: --hash names it, and when somebody has edited the request since, nothing
is approved. On a terminal the request is shown first, and asked about.

The usual course:
  nines exception request --service checkout --environment production --sha 4f2a91c
  nines exception approve ex-3f9k2m7q --hash 9f86d081884c        (somebody else, one for each seat)
  nines gate --service checkout --environment production --sha 4f2a91c --record`;

const requestHelp = `
On a terminal it asks for what no option says; in CI all of them are needed but those with a default.

Examples:
  nines exception request --service checkout --environment production
  nines exception request --service checkout --environment production --sha 4f2a91c --change feature \\
    --category legal --reason "the tax law changes at midnight" --impact "invoices would be wrong" \\
    --risk "one more deploy on a weak day" --rollback "redeploy 3e1b07a" --until 12h --max-cost 2%`;

const editHelp = `
What no option says stays as it was. Every approval is void: nobody has approved what it says now.

Example:
  nines exception edit ex-3f9k2m7q --until 24h --risk "two deploys, the second with the fix"`;

/** Options of a request, of an edit and of a broken glass. */
export const withRequestOptions = (command: Command): Command =>
  command
    .option("--service <name>", "the service that changes")
    .option("--environment <name>", "where to; an alias will do; repeatable", collect)
    .option("--slo <id>", "only this SLO may be overspent; repeatable (default: all of the service)", collect)
    .option("--sha <commit>", "only this commit, tag or digest (default: any, use by use)")
    .option("--repository <owner/name>", "only changes from this repository")
    .option("--change <kind>", `only this kind; repeatable: ${changeKinds.join(", ")}`, collectKind)
    .addOption(new Option("--category <name>", "why, to count by").choices(reasonCategories))
    .option("--reason <text>", "why it cannot wait")
    .option("--impact <text>", "what it costs to wait")
    .option("--risk <text>", "what can go wrong")
    .option("--rollback <text>", "how it is taken back")
    .option("--evidence <link>", "where to read more; repeatable", collect)
    .option("--from <when>", "when it begins: 4h from now, or a moment (default: now)", moment)
    .option("--until <when>", "when it ends (default: the policy's longest)", moment)
    .option("--uses <count>", "how many changes (default: 1)", wholeNumber)
    .option("--max-cost <percent>", "revoked once the budget has lost more than this share since", share)
    .option("--follow-up <link>", "where the clean-up is tracked");

export const register: Register = (program, done) => {
  const exception = program
    .command("exception")
    .description("let a change out although the policy holds it, on the record")
    .addHelpText("after", help);
  const add = (name: string, description: string): Command =>
    withRemoteOptions(exception.command(name).description(description));
  registerRequests(add, done);
  const kept = async () => (await import("./exception/decide.ts")).exceptions;
  registerReads(add, example, kept, done);
  registerDecisions(add, ["approve", "deny", "withdraw", "revoke"], example, kept, done);
  registerAftermath(add, done);
};

const example = "ex-3f9k2m7q";
type Add = (name: string, description: string) => Command;
type Done = (code: ExitCode) => void;

function registerRequests(add: Add, done: Done): void {
  withRequestOptions(add("request", "ask for one; says who has to approve, and how"))
    .option("--silver-bullet", "spend one of the quarter's exceptions that need nobody's approval")
    .addHelpText("after", requestHelp)
    .action(async (options: RequestOptions) => {
      const { request } = await import("./exception/request.ts");
      done(await request(options));
    });
  withRequestOptions(add("edit", "change a request; voids its approvals"))
    .argument("<id>", `its id, such as ${example}`)
    .addHelpText("after", editHelp)
    .action(async (id: string, options: RequestOptions) => {
      const { edit } = await import("./exception/request.ts");
      done(await edit(id, options));
    });
}

/** What is left to do when the change is out. */
function registerAftermath(add: Add, done: Done): void {
  const decide = async () => import("./exception/decide.ts");
  add("review", "say what you think of a broken glass; two people have to")
    .argument("<id>", `its id, such as ${example}`)
    .addOption(new Option("--verdict <verdict>", "what you find").choices(["justified", "not-justified"]))
    .option("--comment <text>", "why")
    .action(async (id: string, options: ReviewOptions) => done(await (await decide()).review(id, options)));
  add("follow-up", "say that what a silver bullet left to do is done")
    .argument("<id>", `its id, such as ${example}`)
    .option("--comment <text>", "what was done")
    .action(async (id: string, options: ReviewOptions) => done(await (await decide()).followUp(id, options)));
}
