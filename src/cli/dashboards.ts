import type { PushOptions } from "./dashboards/push.ts";
import type { RenderOptions } from "./dashboards/render.ts";
import type { Register } from "./program.ts";

const pushHelp = `
Every board goes to the folder "nines"; a board by service goes to a folder of each team as well, where it offers the
services that team owns by the definitions in --slos. What changes is shown as a difference, and then written.
A board that somebody saved in Grafana since is left alone, with the reason, unless --overwrite is given.
Pushing again what stands there changes nothing.

The token is one of a service account with the role Editor, from --token-file or the variable GRAFANA_TOKEN.

Exit code: 0 good, 1 a board was not written, or with --dry-run something would change, 2 Grafana could not be asked.

Examples:
  nines dashboards push --grafana https://grafana.example --token-file token
  nines dashboards push --grafana https://grafana.example --dry-run      # in CI: fails when Grafana holds something else
  nines dashboards push own.json --no-teams --grafana http://127.0.0.1:3000`;

const renderHelp = `
Needs a jsonnet: the program on PATH, else the package @hanazuki/node-jsonnet where it is installed.
Libraries come from your own vendor/: jsonnetfile.json names grafonnet, and jb install (jsonnet-bundler) fetches it.

Exit code: 0 good, 1 the file is at fault, 2 there is no jsonnet.

Examples:
  nines dashboards render dashboards/team.jsonnet -J vendor > team.json
  nines dashboards push team.json --no-teams --grafana https://grafana.example --token-file token`;

export const register: Register = (program, done) => {
  const dashboards = program
    .command("dashboards")
    .description("boards for Grafana: write your own, push them");
  dashboards
    .command("push")
    .description("write boards to Grafana by its HTTP API")
    .argument("[boards...]", "files of boards, and folders of them", ["generated/dashboards"])
    .requiredOption("--grafana <url>", "where Grafana is, with its path")
    .option("--token-file <file>", "file with the token of a service account; without it GRAFANA_TOKEN")
    .option("--slos <folder>", "definitions, which say whose a service is", "slos")
    .option("--no-teams", "no folders for teams")
    .option("--dry-run", "write nothing; fail when something would change")
    .option("--overwrite", "replace boards that somebody saved in Grafana, too")
    .option("--insecure-http", "send the token without TLS, on a network that you trust")
    .addHelpText("after", pushHelp)
    .action(async (paths: string[], options: PushOptions) => {
      const { push } = await import("./dashboards/push.ts");
      done(await push(paths, options));
    });
  dashboards
    .command("render")
    .description("evaluate a board written in jsonnet")
    .argument("<file>", "the file")
    .option(
      "-J, --jpath <folder>",
      "where imports are looked for; may be repeated",
      (folder: string, before: string[]) => [...before, folder],
      [] as string[],
    )
    .addHelpText("after", renderHelp)
    .action(async (file: string, options: RenderOptions) => {
      const { render } = await import("./dashboards/render.ts");
      done(await render(file, options));
    });
};
