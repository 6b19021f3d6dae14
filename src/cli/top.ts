import type { Register } from "./program.ts";
import { withListOptions } from "./remote/list-options.ts";
import { withRemoteOptions } from "./remote/options.ts";
import type { TopOptions } from "./top/run.ts";

const help = `
Full screen, worst first, live: it follows the server's stream of events, and asks every few seconds where there is none.
A server that cannot be reached is said on top; what was known stays in sight, grey, until it answers again.

Keys: arrows, PgUp, PgDn, Home, End move; enter says why; / filters; s b l n order by state, burn, what is left, name;
? lists all keys; q quits. Without a terminal, use nines status.

Examples:
  nines top
  nines top checkout --sort burn
  nines top --environment production --owner team-shop`;

export const register: Register = (program, done) => {
  withRemoteOptions(
    withListOptions(
      program
        .command("top")
        .description("watch the error budgets live, full screen")
        .argument("[text]", "begin with this filter"),
    ),
  )
    .addHelpText("after", help)
    .action(async (text: string | undefined, options: TopOptions) => {
      const { top } = await import("./top/run.ts");
      done(await top(text, options));
    });
};
