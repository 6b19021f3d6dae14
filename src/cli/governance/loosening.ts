import type { Register } from "../program.ts";
import { withRemoteOptions, type RemoteOptions } from "../remote/options.ts";

const help = `
A promise made easier while it was not healthy (an objective lowered, an SLO deleted, a policy switched) is
journalled; where the policy holds it, the gate goes by the former standing until that state's quorum has
approved, or seven days are over.

Examples:
  nines loosening list --held
  nines loosening approve lo-3f9k2m7q --group sre`;

export interface ListOptions extends RemoteOptions {
  service?: string;
  held?: true;
  waitingForMe?: true;
}

export const register: Register = (program, done) => {
  const loosening = program
    .command("loosening")
    .description("promises made easier while they were not healthy")
    .addHelpText("after", help);
  withRemoteOptions(loosening.command("list").description("which they are, newest first"))
    .option("--service <name>", "only of this service")
    .option("--held", "only those that still wait")
    .option("--waiting-for-me", "only those that I could approve now")
    .action(async (options: ListOptions) => done(await (await import("./loosening/run.ts")).list(options)));
  withRemoteOptions(
    loosening.command("show").description("what it was, what it is, who still has to approve"),
  )
    .argument("<id>", "its id, such as lo-3f9k2m7q")
    .action(async (id: string, options: RemoteOptions) =>
      done(await (await import("./loosening/run.ts")).show(id, options)),
    );
  withRemoteOptions(loosening.command("approve").description("take one seat of its quorum"))
    .argument("<id>", "its id, such as lo-3f9k2m7q")
    .option("--group <name>", "the group to sit for, where you sit in several")
    .action(async (id: string, options: RemoteOptions & { group?: string }) =>
      done(await (await import("./loosening/run.ts")).approve(id, options)),
    );
};
