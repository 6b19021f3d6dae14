import { Option, type Command } from "commander";
import { correctionEffects } from "../../model/correction.ts";
import { collect, pastMoment } from "./arguments.ts";
import { registerDecisions, registerReads } from "./register.ts";
import type { RequestOptions } from "./correction/run.ts";
import type { Register } from "../program.ts";
import { withRemoteOptions } from "../remote/options.ts";

const help = `
A correction takes a stretch of the past out of the adjusted budget, once its quorum has approved: a load test,
a broken probe. The raw number never changes, alerts never read corrections, and nines explain shows both.

Examples:
  nines correction request --service checkout --from 2026-11-20T02:00:00Z --to 2026-11-20T04:00:00Z \\
    --effect drop --reason "load test" --evidence https://wiki.example/loadtest
  nines correction list --waiting-for-me
  nines correction approve co-3f9k2m7q --hash 9f86d081884c`;

export const register: Register = (program, done) => {
  const correction = program
    .command("correction")
    .description("have a stretch of the past count otherwise, on the record")
    .addHelpText("after", help);
  const add = (name: string, description: string): Command =>
    withRemoteOptions(correction.command(name).description(description));
  add("request", "ask for one; says who has to approve, and how")
    .option("--service <name>", "whose budget")
    .option("--environment <name>", "where; an alias will do; repeatable", collect)
    .option("--slo <id>", "only this SLO; repeatable (default: all of the service)", collect)
    .option("--from <when>", "where it begins: a moment, or 3h for three hours ago", pastMoment)
    .option("--to <when>", "where it ends", pastMoment)
    .addOption(
      new Option("--effect <effect>", "as if it had not been, or its bad events as good").choices(
        correctionEffects,
      ),
    )
    .option("--reason <text>", "why it should count otherwise")
    .option("--evidence <link>", "where to read more; repeatable", collect)
    .action(async (options: RequestOptions) =>
      done(await (await import("./correction/run.ts")).request(options)),
    );
  const commands = async () => (await import("./correction/run.ts")).corrections;
  registerReads(add, "co-3f9k2m7q", commands, done);
  registerDecisions(add, ["approve", "deny", "withdraw", "revoke"], "co-3f9k2m7q", commands, done);
};
