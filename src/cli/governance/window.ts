import { type Command, InvalidArgumentError, Option } from "commander";
import { budgetEffects, gateEffects, windowKinds } from "../../model/governance/states.ts";
import { collect, moment } from "./arguments.ts";
import { registerDecisions, registerReads } from "./register.ts";
import type { Register } from "../program.ts";
import { withRemoteOptions } from "../remote/options.ts";
import type { WindowOptions } from "./window/run.ts";

const help = `
Planned work, or a fault that is known and lived with. Each window acts separately on alerts (quiet, at once),
on the budget and on the gate; what changes the budget or opens the gate waits for its quorum. A known issue
never opens the gate.

Examples:
  nines window create --service checkout --title "database upgrade" --reason "CHG-1234" --from 2h --to 4h
  nines window create --service checkout --title "weekly restart" --reason "leaks memory" \\
    --rrule "FREQ=WEEKLY;BYDAY=SU" --start 2026-11-29T02:00 --time-zone Europe/Berlin --length 1h --budget drop
  nines window change win-3f9k2m7q --to 6h
  nines window cancel win-3f9k2m7q --reason "done early"`;

function collectLabel(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, name, value] = /^([a-zA-Z_][a-zA-Z0-9_]*)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("Write it as region=eu.");
  return { ...before, [name]: value };
}

const withWindowOptions = (command: Command): Command =>
  command
    .addOption(new Option("--kind <kind>", "what it is (default: maintenance)").choices(windowKinds))
    .option("--title <text>", "what it is, in a few words")
    .option("--reason <text>", "why")
    .option("--environment <name>", "where; an alias will do; repeatable (default: production)", collect)
    .option("--slo <id>", "only this SLO; repeatable (default: all of the service)", collect)
    .option("--group <label=value>", "only this group of grouped SLOs; repeatable", collectLabel)
    .option("--from <when>", "once: 2h from now, or a moment", moment)
    .option("--to <when>", "once: until 4h from now, or a moment", moment)
    .option("--rrule <rule>", "again and again: RFC 5545, such as FREQ=WEEKLY;BYDAY=SU")
    .option("--start <local time>", "with --rrule: the first, such as 2026-11-29T02:00")
    .option("--time-zone <zone>", "with --rrule: IANA, such as Europe/Berlin")
    .option("--length <duration>", "with --rrule: how long each lasts")
    .option("--no-alerts", "alerts go on ringing")
    .addOption(new Option("--budget <effect>", "what its time counts for").choices(budgetEffects))
    .addOption(new Option("--gate <effect>", "what it does to the gate").choices(gateEffects));

export const register: Register = (program, done) => {
  const window = program
    .command("window")
    .description("maintenance and known issues: quiet alerts, spare the budget, open or close the gate")
    .addHelpText("after", help);
  const add = (name: string, description: string): Command =>
    withRemoteOptions(window.command(name).description(description));
  withWindowOptions(add("create", "announce planned work or a known issue"))
    .option("--service <name>", "whose")
    .action(async (options: WindowOptions) => done(await (await import("./window/run.ts")).create(options)));
  withWindowOptions(add("change", "extend, shorten or edit it; voids its approvals"))
    .argument("<id>", "its id, such as win-3f9k2m7q")
    .action(async (id: string, options: WindowOptions) =>
      done(await (await import("./window/run.ts")).change(id, options)),
    );
  const kept = async () => (await import("./window/run.ts")).windows;
  registerReads(add, "win-3f9k2m7q", kept, done);
  registerDecisions(add, ["approve", "deny", "cancel"], "win-3f9k2m7q", kept, done);
};
