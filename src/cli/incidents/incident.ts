import type { Command } from "commander";
import { pastMoment } from "../governance/arguments.ts";
import type { Register } from "../program.ts";
import { type RemoteOptions, withRemoteOptions } from "../remote/options.ts";
import type { ActionOptions, ListOptions, NoteOptions, OpenOptions } from "./incident-run.ts";

const help = `
Alertmanager opens incidents for pages of burning budgets and closes them when they resolve; people and bots open
their own. Everybody who works on one, in whatever region, writes on one timeline.

Examples:
  nines incident list --state open
  nines incident show inc-3f9k2m7q
  nines incident note inc-3f9k2m7q --region eu --text "the primary of the database does not answer"
  nines incident action inc-3f9k2m7q --region eu --what "failing over to the replica"
  nines incident finish inc-3f9k2m7q act-7k2m --outcome "traffic is served again"
  nines incident close inc-3f9k2m7q --reason "failed over; the primary is being rebuilt"`;

const load = () => import("./incident-run.ts");
const region = "where you sit, or what part of the world you speak of";
const past = "a moment, or 10m for ten minutes ago";

export const register: Register = (program, done) => {
  const incident = program
    .command("incident")
    .description("trouble under way: one timeline for everybody who works on it")
    .addHelpText("after", help);
  const add = (name: string, description: string): Command =>
    withRemoteOptions(incident.command(name).description(description));
  const about = (name: string, description: string): Command =>
    add(name, description).argument("<id>", "its id, such as inc-3f9k2m7q");
  add("list", "incidents, newest first")
    .option("--service <name>", "only of this service")
    .option("--environment <name>", "only there; an alias will do")
    .option("--state <states>", "open, closed, or both separated by a comma")
    .action(async (options: ListOptions) => done(await (await load()).list(options)));
  about("show", "its timeline, alerts and actions").action(async (id: string, options: RemoteOptions) =>
    done(await (await load()).show(id, options)),
  );
  about("cost", "what it has cost so far, and what burned during each action").action(
    async (id: string, options: RemoteOptions) =>
      done(await (await import("./attribution-run.ts")).incidentCost(id, options)),
  );
  add("open", "open one that no alert has told of")
    .option("--service <name>", "of which service")
    .option("--environment <name>", "where; an alias will do (default: production)")
    .option("--title <text>", "what is wrong, in a few words")
    .option("--began <when>", `when it began: ${past}`, pastMoment)
    .action(async (options: OpenOptions) => done(await (await load()).open(options)));
  about("change", "correct its title, or when it began")
    .option("--title <text>", "what is wrong, in a few words")
    .option("--began <when>", `when it began: ${past}`, pastMoment)
    .action(async (id: string, options: OpenOptions) => done(await (await load()).change(id, options)));
  about("note", "write a line on its timeline")
    .option("--text <text>", "what the others should know")
    .option("--region <name>", region)
    .option("--at <when>", `when it was, if not now: ${past}`, pastMoment)
    .action(async (id: string, options: NoteOptions) => done(await (await load()).note(id, options)));
  registerActions(about, done);
  about("close", "it is over, whatever its alerts say")
    .option("--reason <text>", "why it is over")
    .option("--ended <when>", `when it ended: ${past}`, pastMoment)
    .action(async (id: string, options: ActionOptions) => done(await (await load()).close(id, options)));
  about("reopen", "it was not over after all")
    .option("--reason <text>", "why it is not over")
    .action(async (id: string, options: ActionOptions) => done(await (await load()).reopen(id, options)));
};

function registerActions(
  about: (name: string, description: string) => Command,
  done: Parameters<Register>[1],
): void {
  about("action", "say what you are doing, before somebody does the opposite")
    .option("--what <text>", "what is being done")
    .option("--region <name>", region)
    .option("--started <when>", `when it began, if not now: ${past}`, pastMoment)
    .option("--finished <when>", `when it was finished, if it is: ${past}`, pastMoment)
    .option("--outcome <text>", "what came of it")
    .action(async (id: string, options: ActionOptions) => done(await (await load()).action(id, options)));
  about("finish", "say that an action is finished")
    .argument("<action>", "the action's id, such as act-7k2m9q")
    .option("--outcome <text>", "what came of it")
    .option("--finished <when>", `when it was finished, if not now: ${past}`, pastMoment)
    .action(async (id: string, action: string, options: ActionOptions) =>
      done(await (await load()).finish(id, action, options)),
    );
}
