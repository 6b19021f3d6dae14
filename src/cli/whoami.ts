import { exit, type ExitCode } from "./exit.ts";
import type { Register } from "./program.ts";
import { ask, bodyOf } from "./remote/client.ts";
import { withRemoteOptions, type RemoteOptions } from "./remote/options.ts";
import { meLines } from "./views/people.ts";

const help = `
Examples:
  nines whoami
  nines whoami --token-file ~/.config/nines/token`;

export const register: Register = (program, done) => {
  withRemoteOptions(program.command("whoami").description("who you are to the server, and what you may do"))
    .addHelpText("after", help)
    .action(async (options: RemoteOptions) => done(await run(options)));
};

async function run(options: RemoteOptions): Promise<ExitCode> {
  const { meSchema } = await import("../http/schemas/people.ts");
  const me = bodyOf(await ask(options, "/api/v1/me", meSchema));
  const text = options.json === true ? JSON.stringify(me, undefined, 2) : meLines(me).join("\n");
  process.stdout.write(`${text}\n`);
  return exit.good;
}
