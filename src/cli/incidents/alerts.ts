import { type Command, Option } from "commander";
import { marks, sayings } from "../../governance/incidents/feedback.ts";
import { pastMoment } from "../governance/arguments.ts";
import type { Register } from "../program.ts";
import { type RemoteOptions, withRemoteOptions } from "../remote/options.ts";
import type { ListOptions, MarkOptions, MissOptions } from "./alerts-run.ts";

const help = `
Was it worth being woken for? Whoever was there marks each page; precision and detection time follow, and once the
marked history supports it, a quieter setting that keeps every useful alert.

Examples:
  nines alerts list --marked none
  nines alerts mark al-2f1d0a9c3b4e5f60 useful --began 12m
  nines alerts mark al-2f1d0a9c3b4e5f60 noise --comment "one client retried a broken request"
  nines alerts missed --slo checkout.availability.production --from 3h --to 2h --what "a customer called"
  nines alerts quality
  nines alerts quality checkout.availability`;

const load = () => import("./alerts-run.ts");
const past = "a moment, or 10m for ten minutes ago";

export const register: Register = (program, done) => {
  const alerts = program
    .command("alerts")
    .description("what rang, what it was worth, and what would ring less")
    .addHelpText("after", help);
  const add = (name: string, description: string): Command =>
    withRemoteOptions(alerts.command(name).description(description));
  add("list", "alerts that Alertmanager told of, newest first")
    .option("--service <name>", "only of this service")
    .option("--slo <id>", "only of this SLO, by its whole id")
    .option("--tier <name>", "only of this tier")
    .option("--marked <marks>", `only these, separated by commas: ${marks.join(", ")}, none`)
    .action(async (options: ListOptions) => done(await (await load()).list(options)));
  add("mark", "say what an alert was worth; the newest mark counts")
    .argument("<id>", "its id, such as al-2f1d0a9c3b4e5f60")
    .argument("<mark>", `${sayings.join(", ")}; none takes back what was said`)
    .option("--comment <text>", "why")
    .option("--began <when>", `when the trouble began: ${past}`, pastMoment)
    .action(async (id: string, mark: string, options: MarkOptions) =>
      done(await (await load()).mark(id, mark, options)),
    );
  add("missed", "enter trouble that no alert told of")
    .option("--slo <id>", "which SLO, by its whole id")
    .option("--from <when>", `when it began: ${past}`, pastMoment)
    .option("--to <when>", `when it ended: ${past}`, pastMoment)
    .option("--what <text>", "what nobody was told of")
    .action(async (options: MissOptions) => done(await (await load()).missed(options)));
  add("quality", "precision and detection time by SLO and tier; of one SLO, what would ring less")
    .argument("[slo]", "its id, or any shorter form that fits only one")
    .addOption(new Option("--service <name>", "only of this service"))
    .action(async (slo: string | undefined, options: RemoteOptions & { service?: string }) =>
      done(await (await load()).quality(slo, options)),
    );
};
