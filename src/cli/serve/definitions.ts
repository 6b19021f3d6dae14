import { readSpecs } from "../../files/read.ts";
import { defaultSourceName, type Definitions, type Environment } from "../../model/definitions.ts";
import type { Diagnostic } from "../../model/diagnostics.ts";
import type { Reading } from "../../runtime/ports.ts";
import { suggest } from "../../spec/nearest.ts";
import { hasErrors, loadDefinitions } from "../../spec/load.ts";

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
