import type { Command } from "commander";
import { type Option, describeOption, options } from "../config/options.ts";
import type { Flags } from "../config/decode.ts";
import type { Register } from "./program.ts";

const help = `
A flag is stronger than its environment variable, a variable stronger than the --config file. Credentials,
headers and TLS of the sources stand in that file: docs/operations.md shows one whole.

Signals: SIGHUP reads the definitions anew; SIGTERM and SIGINT end gracefully, a second one at once.
Exit code: 0 ended as asked, 1 settings or definitions are at fault, 2 it could not work.

Examples:
  nines serve
  nines serve --prometheus http://prometheus:9090 --slos slos
  nines serve --prometheus eu=https://eu.example --prometheus us=https://us.example --config nines.yaml
  NINES_LISTEN=127.0.0.1:9000 nines serve --data none`;

export const register: Register = (program, done) => {
  const command = program
    .command("serve")
    .description("watch the error budgets of all SLOs and answer the gate")
    .addHelpText("after", help);
  for (const option of options.filter(({ isProbers }) => !isProbers)) addOption(command, option);
  command.action(async (flags: Flags) => {
    const { serve } = await import("./serve/run.ts");
    done(await serve(flags, process.env));
  });
};

function addOption(command: Command, option: Option): void {
  const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];
  if (option.kind === "list") command.option(option.flag, describeOption(option), collect);
  else command.option(option.flag, describeOption(option));
}
