import type { Command } from "commander";
import { describeOption, options as settings } from "../config/options.ts";
import type { Flags } from "../config/decode.ts";
import type { Register } from "./program.ts";

const runHelp = `
Takes a journey's path once, now, and shows it as a waterfall. What it may reach and which secrets it may send is
said by the same settings as for nines serve and nines probe: none of it stands in the Journey.
The run is counted nowhere. Browser steps are scripts, and run only with --allow-browser-scripts; a picture of a page
that failed is kept in .nines/screenshots, or where --screenshots says.

Exit code: 0 passed or degraded, 1 failed, 2 nines itself could not do it (internal).

Examples:
  nines journey run slos/bookshop.yaml --journey-target shop.example.org
  nines journey run slos --name buy-a-book --step payment --verbose
  nines journey run slos/shop-window.yaml --journey-target shop.example.org --allow-browser-scripts
  nines journey run slos/bookshop.yaml --config nines.yaml --json | jq '.steps[].duration'`;

const lintHelp = `
What nines lint says, of journeys and of the SLOs that stand on them, and how often each journey runs.

Exit code: 0 nothing is wrong, 1 the input is at fault, 2 it could not work.

Example:
  nines journey lint slos`;

/** The settings of a prober that a single run needs too. */
const shared = [
  ...["location", "secretsDir", "journeyTargets", "journeyNetworks", "config"],
  ...["allowBrowserScripts", "chromium", "chromiumWithoutSandbox", "screenshots"],
];

export function addSettings(command: Command, keys: readonly string[]): void {
  const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];
  for (const option of settings.filter(({ key }) => keys.includes(key)))
    if (option.kind === "list") command.option(option.flag, describeOption(option), collect);
    else command.option(option.flag, describeOption(option));
}

export const register: Register = (program, done) => {
  const journey = program.command("journey").description("try and check synthetic user paths");
  const run = journey
    .command("run")
    .description("take a journey's path once and show it as a waterfall")
    .argument("<file>", "file or folder of definitions")
    .option("--name <journey>", "which journey, where there are several")
    .option("--step <name>", "stop after this step; clean-up follows all the same")
    .option("--verbose", "requests, answers and their redacted bodies", false)
    .option("--json", "the result as JSON", false);
  addSettings(run, shared);
  run.addHelpText("after", runHelp).action(async (file: string, flags: Flags) => {
    const { runOnce } = await import("./journey/run.ts");
    done(await runOnce(file, flags, process.env));
  });
  journey
    .command("lint")
    .description("check journeys and what stands on them")
    .argument("[paths...]", "files and folders", ["slos"])
    .addHelpText("after", lintHelp)
    .action(async (paths: string[]) => {
      const { lintJourneys } = await import("./journey/lint.ts");
      done(await lintJourneys(paths));
    });
};
