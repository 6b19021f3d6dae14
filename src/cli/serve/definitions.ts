import type { Settings } from "../../config/settings.ts";
import { readSpecs } from "../../files/read.ts";
import { defaultSourceName, type Definitions, type Environment } from "../../model/definitions.ts";
import type { Diagnostic } from "../../model/diagnostics.ts";
import type { Reading } from "../../runtime/ports.ts";
import { messageOf } from "../../runtime/transitions.ts";
import { suggest } from "../../spec/nearest.ts";
import { hasErrors, loadDefinitions } from "../../spec/load.ts";
import type { Chronicle } from "./chronicle.ts";

/** Reads the definitions as they stand now and holds them against the sources this server has. */
export async function readDefinitions(folder: string, sources: readonly string[]): Promise<Reading> {
  const { files, diagnostics: unread } = await readSpecs([folder]);
  const { definitions, diagnostics: found } = loadDefinitions(files);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const lost = unknownSources(definitions, sources, (path) => texts.get(path) ?? "");
  const diagnostics = [...unread, ...found, ...lost];
  return hasErrors(diagnostics) ? { diagnostics } : { definitions, diagnostics };
}

/** An environment whose Prometheus this server does not know would stay `unknown` for ever: better to say so. */
export function unknownSources(
  { environments }: Definitions,
  sources: readonly string[],
  textOf: (path: string) => string,
): Diagnostic[] {
  const isKnown = ({ prometheus }: Environment): boolean =>
    sources.includes(prometheus) || (prometheus === defaultSourceName && sources.length === 1);
  return environments
    .filter((environment) => !isKnown(environment))
    .map((each) => diagnose(each, sources, textOf));
}

function diagnose(
  { name, prometheus, source }: Environment,
  sources: readonly string[],
  textOf: (path: string) => string,
): Diagnostic {
  const { path, line, column } = source ?? { path: "(undeclared)", line: 1, column: 1 };
  return {
    code: "unknown-prometheus",
    severity: "error",
    path,
    line,
    column,
    endColumn: column + name.length,
    message: `the environment "${name}" is on the Prometheus "${prometheus}", which this server does not have`,
    remedy: `add --prometheus ${prometheus}=URL, or name another: ${suggest(prometheus, sources)}`,
    excerpt: textOf(path).split("\n")[line - 1]?.replace(/\r$/, "") ?? "",
  };
}

/** The first reading is the one that the start was allowed by; later ones read anew. */
export function definitionsReader(
  { slos, sources }: Settings,
  first: Reading,
  history: Chronicle,
): () => Promise<Reading> {
  const names = sources.map(({ name }) => name);
  let unread: Reading | undefined = first;
  return async () => {
    const reading = unread ?? (await readOrTell(() => readDefinitions(slos, names), history));
    unread = undefined;
    if (reading.definitions !== undefined) await history.loaded(reading.definitions);
    else await history.broken(brokenness(reading));
    return reading;
  };
}

/** Files that cannot even be read are as broken as those with errors. */
async function readOrTell(read: () => Promise<Reading>, history: Chronicle): Promise<Reading> {
  try {
    return await read();
  } catch (error) {
    await history.broken({ errors: 1, first: messageOf(error) });
    throw error;
  }
}

function brokenness({ diagnostics }: Reading): Parameters<Chronicle["broken"]>[0] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  return {
    errors: errors.length,
    ...(first !== undefined && { first: `${first.path}:${first.line}:${first.column}: ${first.message}` }),
  };
}
