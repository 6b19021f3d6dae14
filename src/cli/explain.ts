import { exit, type ExitCode } from "./exit.ts";
import type { Register } from "./program.ts";
import { ask, bodyOf } from "./remote/client.ts";
import { withRemoteOptions, type RemoteOptions } from "./remote/options.ts";
import { show } from "./terminal/look.ts";
import { explainLines } from "./views/explain.ts";

const help = `
SLO is an id, or any shorter form that fits only one.

Examples:
  nines explain checkout.availability.production
  nines explain checkout.availability`;

export const register: Register = (program, done) => {
  withRemoteOptions(
    program
      .command("explain")
      .description("why an SLO's number is what it is: the sum, the events, the coverage, the queries")
      .argument("<slo>", "which one"),
  )
    .addHelpText("after", help)
    .action(async (slo: string, options: RemoteOptions) => done(await run(slo, options)));
};

async function run(slo: string, options: RemoteOptions): Promise<ExitCode> {
  const { explanationSchema } = await import("../http/schemas/explanation.ts");
  const body = bodyOf(
    await ask(options, `/api/v1/slos/${encodeURIComponent(slo)}/explain`, explanationSchema),
  );
  show(body, (look) => explainLines(body, look), options.json);
  return exit.good;
}
