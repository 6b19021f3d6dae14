import type { Register } from "../program.ts";
import { withRemoteOptions, type RemoteOptions } from "../remote/options.ts";

const listHelp = `
Channels and routes stand in the server's config file (docs/announcements.md). What could not be delivered within a
day is given up and stays in this list and in the journal: nines audit show --kind notice-undelivered.

Examples:
  nines notices list
  nines notices list --json`;

const testHelp = `
Sends one message at once, for admins, and says what became of it. Exit code 1: it was not taken.

Example:
  nines notices test shop`;

export const register: Register = (program, done) => {
  const notices = program
    .command("notices")
    .description("announcements: where they go, what waits, what failed");
  withRemoteOptions(notices.command("list").description("the channels, and how they fare"))
    .addHelpText("after", listHelp)
    .action(async (options: RemoteOptions) => done(await (await import("./notices/run.ts")).list(options)));
  withRemoteOptions(
    notices
      .command("test")
      .description("send a word to a channel, to see whether it works")
      .argument("<channel>", "its name in the config file"),
  )
    .addHelpText("after", testHelp)
    .action(async (channel: string, options: RemoteOptions) =>
      done(await (await import("./notices/run.ts")).test(channel, options)),
    );
};
