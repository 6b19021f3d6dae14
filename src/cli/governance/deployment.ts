import { Option, type Command } from "commander";
import { deploymentOutcomes } from "../../governance/deployments/deployment.ts";
import { pastMoment } from "./arguments.ts";
import type { Register } from "../program.ts";
import { withRemoteOptions, type RemoteOptions } from "../remote/options.ts";
import type { ListOptions, RecordOptions } from "./deployment/run.ts";

const help = `
What goes out is put on the record, so that the budget it costs can be told, and a rollback can prove what it goes
back to. Tell it once when it starts and once more when it is over, or only then; told again, nothing is recorded
twice.

In a deploy job:
  nines deployment record --service checkout --environment production --sha "$GIT_COMMIT"
  ./deploy.sh && outcome=succeeded || outcome=failed
  nines deployment record --service checkout --environment production --sha "$GIT_COMMIT" --outcome $outcome`;

export const register: Register = (program, done) => {
  const deployment = program
    .command("deployment")
    .description("record what goes out, and how it ended")
    .addHelpText("after", help);
  const add = (name: string, description: string): Command =>
    withRemoteOptions(deployment.command(name).description(description));
  add("record", "tell that a deployment started, or how it ended")
    .option("--service <name>", "the service that changes")
    .option("--environment <name>", "where to; an alias will do")
    .option("--sha <commit>", "what goes out: commit, tag or digest")
    .option("--version <name>", "what goes out, as people call it")
    .option("--run <name>", "your own name for this run: the same run is the same deployment")
    .option("--started <when>", "a moment, or 5m for five minutes ago (default: now)", pastMoment)
    .option("--finished <when>", "with --outcome (default: now)", pastMoment)
    .addOption(new Option("--outcome <outcome>", "how it ended").choices(deploymentOutcomes))
    .option("--decision <id>", "the gate's decision that let it out")
    .option("--link <url>", "where to read more")
    .action(async (options: RecordOptions) =>
      done(await (await import("./deployment/run.ts")).record(options)),
    );
  add("list", "newest first")
    .option("--service <name>", "only of this service")
    .option("--environment <name>", "only there")
    .option("--sha <commit>", "only of this change")
    .option("--state <states>", "only these, separated by commas: running, succeeded, failed, cancelled")
    .action(async (options: ListOptions) => done(await (await import("./deployment/run.ts")).list(options)));
  add("show", "what was told of it, and by whom")
    .argument("<id>", "its id, such as dp-3f9k2m7q4a")
    .action(async (id: string, options: RemoteOptions) =>
      done(await (await import("./deployment/run.ts")).show(id, options)),
    );
  add("cost", "what it has cost so far, beside what burned right before it")
    .argument("<id>", "its id, such as dp-3f9k2m7q4a")
    .action(async (id: string, options: RemoteOptions) =>
      done(await (await import("../incidents/attribution-run.ts")).deploymentCost(id, options)),
    );
};
