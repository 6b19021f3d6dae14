import type { Register } from "../program.ts";
import { type RemoteOptions, withRemoteOptions } from "../remote/options.ts";

const help = `
From the ledger, asked anew: each deployment, incident and dependency with its measured share of the raw budget.
Where several overlap, each moment is split equally among deployments and dependencies; incidents get what no cause
covers. The shares and the unattributed rest add up to what is consumed. Coincidence is no proof of a cause.

Examples:
  nines attribution checkout.availability
  nines attribution payments.availability --json`;

interface Options extends RemoteOptions {
  all?: true;
}

export const register: Register = (program, done) => {
  withRemoteOptions(
    program
      .command("attribution")
      .description("to what an error budget went: deployments, incidents, dependencies, and the rest")
      .argument("<slo>", "its id, or any shorter form that fits only one")
      .option("--all", "every deployment and incident, those that cost next to nothing as well")
      .addHelpText("after", help),
  ).action(async (slo: string, options: Options) =>
    done(await (await import("./attribution-run.ts")).attribution(slo, options)),
  );
};
