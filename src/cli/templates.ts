import type { Listed } from "../spec/templates/list.ts";
import { CliError, exit, type ExitCode } from "./exit.ts";
import type { Register } from "./program.ts";

interface Options {
  slos?: string;
  json?: true;
  yaml?: true;
}

const help = `
A template is an SLI written once, with typed parameters. Use one in an SLO:
  sli: { template: { name: http-server, with: { job: checkout } } }

Examples:
  nines templates list
  nines templates show kafka-consumer-lag
  nines templates show http-server --yaml > slos/own-http-server.yaml`;

const folder = ["--slos <dir>", "where your own templates are (default: slos, if there is one)"] as const;

export const register: Register = (program, done) => {
  const templates = program.command("templates").description("SLIs that come with nines, by name");
  templates
    .command("list")
    .description("every template and what it measures")
    .option(...folder)
    .option("--json", "print them as JSON")
    .addHelpText("after", help)
    .action(async (options: Options) => done(await list(options)));
  templates
    .command("show")
    .description("what a template takes, an example, and its PromQL")
    .argument("<name>", "the template")
    .option(...folder)
    .option("--yaml", "print the document alone, to copy and change")
    .addHelpText("after", help)
    .action(async (name: string, options: Options) => done(await show(name, options)));
};

async function read({ slos }: Options): Promise<readonly Listed[]> {
  const { readSpecs } = await import("../files/read.ts");
  const { listTemplates } = await import("../spec/templates/list.ts");
  const { files, diagnostics } = await readSpecs([slos ?? "slos"]);
  const [first] = diagnostics;
  if (slos !== undefined && files.length === 0 && first !== undefined)
    throw new CliError(`${first.path}: ${first.message}; ${first.remedy}`);
  return listTemplates(files);
}

async function list(options: Options): Promise<ExitCode> {
  const all = await read(options);
  if (options.json === true) {
    const rows = all.map(({ name, template, writtenAt }) => ({
      name,
      description: template.spec.description,
      ...(writtenAt !== undefined && { writtenAt }),
    }));
    process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
    return exit.good;
  }
  const width = Math.max(...all.map(({ name }) => name.length));
  for (const { name, template, writtenAt } of all)
    process.stdout.write(
      `${name.padEnd(width)}  ${template.spec.description}${writtenAt === undefined ? "" : ` (${writtenAt})`}\n`,
    );
  return exit.good;
}

async function show(name: string, options: Options): Promise<ExitCode> {
  const all = await read(options);
  const found = all.find((each) => each.name === name);
  if (found === undefined) {
    const { suggest } = await import("../spec/nearest.ts");
    const known = all.map((each) => each.name);
    throw new CliError(`no template is called "${name}": ${suggest(name, known)}`, exit.inputAtFault);
  }
  if (options.yaml === true && found.text === undefined)
    throw new CliError(`${name} is your own, written at ${found.writtenAt ?? ""}`, exit.inputAtFault);
  const { templatePage } = await import("./views/template.ts");
  process.stdout.write(options.yaml === true ? (found.text ?? "") : templatePage(found));
  return exit.good;
}
