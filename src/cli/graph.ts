import type { GraphBody } from "../http/schemas/graph.ts";
import { CliError, exit, type ExitCode } from "./exit.ts";
import { fileReason } from "./file-reason.ts";
import type { Register } from "./program.ts";
import { ask, bodyOf } from "./remote/client.ts";
import { withRemoteOptions, type RemoteOptions } from "./remote/options.ts";
import { show } from "./terminal/look.ts";
import { graphLines } from "./views/graph.ts";

interface GraphOptions extends RemoteOptions {
  environment?: string;
  over?: string;
  slos?: string;
  svg?: string;
}

const help = `
Draws what depends on what, with the worst SLO of each service. Of callers that burned lately it says which dependency
that coincides with, by how much of the caller's bad time, and how sure that is: a comparison of ledgers, not a cause.

With --slos it reads the files alone: no server, no budgets.

Examples:
  nines graph
  nines graph checkout --over 3d
  nines graph --svg services.svg
  nines graph --slos slos`;

export const register: Register = (program, done) => {
  withRemoteOptions(
    program
      .command("graph")
      .description("who depends on whom, how all stand, and whose burn coincides with whose")
      .argument("[service]", "only this service and what it depends on")
      .option("--environment <name>", "the environment, production unless told; an alias will do")
      .option("--over <duration>", "how far back burns are compared: 3h to 7d (default: 24h)")
      .option("--slos <dir>", "draw the files in this folder, without a server")
      .option("--svg <file>", "write a picture instead; - is standard output"),
  )
    .addHelpText("after", help)
    .action(async (service: string | undefined, options: GraphOptions) => done(await run(service, options)));
};

async function run(service: string | undefined, options: GraphOptions): Promise<ExitCode> {
  const graph =
    options.slos === undefined
      ? await fromServer(service, options)
      : await fromFiles(service, options, options.slos);
  if (options.svg !== undefined) return writeSvg(graph, options.svg);
  show(graph, ({ ink }) => graphLines(graph, ink), options.json);
  return exit.good;
}

async function fromServer(service: string | undefined, options: GraphOptions): Promise<GraphBody> {
  const { graphSchema } = await import("../http/schemas/graph.ts");
  const { environment, over } = options;
  return bodyOf(await ask(options, "/api/v1/graph", graphSchema, { service, environment, over }));
}

async function fromFiles(
  service: string | undefined,
  { environment, over }: GraphOptions,
  folder: string,
): Promise<GraphBody> {
  if (over !== undefined)
    throw new CliError("--over needs a server: files alone have no ledgers to compare", exit.inputAtFault);
  const { readSpecs } = await import("../files/read.ts");
  const { loadDefinitions, hasErrors } = await import("../spec/load.ts");
  const { formatDiagnostics } = await import("../spec/format.ts");
  const { suggest } = await import("../spec/nearest.ts");
  const read = await readSpecs([folder]);
  const { definitions, diagnostics } = loadDefinitions(read.files);
  const all = [...read.diagnostics, ...diagnostics].filter(({ severity }) => severity === "error");
  if (hasErrors(all))
    throw new CliError(`${folder} has errors:\n${formatDiagnostics(all, "text")}`, exit.inputAtFault);
  const { graphOfFiles } = await import("../report/graph/files.ts");
  const drawn = graphOfFiles(definitions, { service, environment });
  if (drawn.ok) return { ...(drawn.graph as Omit<GraphBody, "compared">), compared: [] };
  throw new CliError(`${drawn.problem}: ${suggest(drawn.asked, [...drawn.known])}`, exit.inputAtFault);
}

async function writeSvg(graph: GraphBody, path: string): Promise<ExitCode> {
  const { graphSvg } = await import("../report/graph/svg.ts");
  const svg = graphSvg(graph);
  if (path === "-") {
    process.stdout.write(svg);
    return exit.good;
  }
  const { writeFile } = await import("node:fs/promises");
  try {
    await writeFile(path, svg);
  } catch (error) {
    throw new CliError(`cannot write ${path}: ${fileReason(error)}`);
  }
  process.stdout.write(`${path} written\n`);
  return exit.good;
}
