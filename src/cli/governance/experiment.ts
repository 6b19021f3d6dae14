import { InvalidArgumentError, type Command } from "commander";
import { share } from "./arguments.ts";
import type { EndOptions, RequestOptions } from "./experiment/run.ts";
import { registerDecisions, registerReads } from "./register.ts";
import type { Register } from "../program.ts";
import { withRemoteOptions, type RemoteOptions } from "../remote/options.ts";

const help = `
Chaos on purpose: asked for with its cost, its caps and its blast radius, approved where the policy asks somebody,
started when the gate lets it, and watched from then on. Whoever runs it asks for its abort signal every few seconds.

Examples:
  nines experiment request --service payments --environment production --title "kill one pod" \\
    --blast-radius "1 of 12 pods" --cost 1% --max-spend 2% --max-burn 10 --length 20m
  nines experiment start xp-3f9k2m7q
  while nines experiment signal xp-3f9k2m7q; do sleep 5; done; ./stop-the-chaos.sh
  nines experiment finish xp-3f9k2m7q`;

function burnRate(text: string): number {
  const rate = Number(text.replace(/[x×]$/, ""));
  if (!(rate > 0)) throw new InvalidArgumentError("Write a burn rate above 0, such as 10.");
  return rate;
}

export const register: Register = (program, done) => {
  const experiment = program
    .command("experiment")
    .description("try something on purpose, on the record and watched")
    .addHelpText("after", help);
  const add = (name: string, description: string): Command =>
    withRemoteOptions(experiment.command(name).description(description));
  const run = () => import("./experiment/run.ts");
  add("request", "ask for one; says who has to approve, and how it begins")
    .option("--service <name>", "on which service")
    .option("--environment <name>", "where; an alias will do")
    .option("--title <text>", "what is tried")
    .option("--hypothesis <text>", "what should happen")
    .option("--blast-radius <text>", "what it is confined to")
    .option("--cost <share>", "of the whole budget, that it should cost at most (default: 1%)", share)
    .option("--max-spend <share>", "aborted beyond it (default: twice the cost)", share)
    .option("--max-burn <rate>", "aborted above this burn rate (default: 14.4)", burnRate)
    .option("--length <duration>", "aborted if it is not over by then, 8h at most")
    .action(async (options: RequestOptions) => done(await (await run()).request(options)));
  const commands = async () => (await run()).experiments;
  registerReads(add, "xp-3f9k2m7q", commands, done);
  registerDecisions(add, ["approve", "deny"], "xp-3f9k2m7q", commands, done);
  add("start", "begin, if the gate lets it")
    .argument("<id>", "its id")
    .action(async (id: string, options: RemoteOptions) => done(await (await run()).start(id, options)));
  add("signal", "exit 0 while it may go on, 1 once it has to stop")
    .argument("<id>", "its id")
    .action(async (id: string, options: RemoteOptions) => done(await (await run()).signal(id, options)));
  add("finish", "say that it is over, as planned")
    .argument("<id>", "its id")
    .option("--reason <text>", "what was learnt")
    .action(async (id: string, options: EndOptions) => done(await (await run()).finish(id, options)));
  add("abort", "stop it, or take it back before it began")
    .argument("<id>", "its id")
    .option("--reason <text>", "why")
    .action(async (id: string, options: EndOptions) => done(await (await run()).abort(id, options)));
};
