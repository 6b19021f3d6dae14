import { type Command, Option } from "commander";

/** Which SLOs of a server are listed, and in what order: the same for every command that lists them. */
export const withListOptions = (command: Command): Command =>
  command
    .option("--service <name>", "only this service")
    .option("--environment <name>", "only this environment; an alias will do")
    .option("--state <states>", "only these states, separated by commas")
    .option("--owner <name>", "only this owner")
    .addOption(
      new Option("--sort <order>", "worst first, greatest burn first, soonest gone first, or by id")
        .choices(["worst", "burn", "left", "id"])
        .default("worst"),
    );
