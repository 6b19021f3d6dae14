import type { Diagnostic } from "../model/diagnostics.ts";
import { worldCodes } from "./codes.ts";

export const diagnosticFormats = ["text", "json", "github"] as const;
export type DiagnosticFormat = (typeof diagnosticFormats)[number];

/** Diagnostics as people, programs or a pull request read them; ends with a line break unless it is empty. */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: DiagnosticFormat,
  /** What else a program may want to read. */
  facts: Readonly<Record<string, unknown>> = {},
): string {
  switch (format) {
    case "text":
      return diagnostics.map((each) => `${asText(each)}\n`).join("");
    case "json":
      return `${JSON.stringify({ diagnostics: diagnostics.map(asData), ...count(diagnostics), ...facts }, null, 2)}\n`;
    case "github":
      return diagnostics.map((each) => `${asAnnotation(each)}\n`).join("");
  }
}

/** Where a code is explained, inside the repository. */
export const pageOf = (code: string): string => `docs/errors/${code}.md`;

function asText({
  path,
  line,
  column,
  endColumn,
  severity,
  code,
  message,
  remedy,
  excerpt,
}: Diagnostic): string {
  const head = `${printable(path)}:${line}:${column}: ${severity} ${code}: ${printable(message)}`;
  const gutter = String(line);
  const blank = " ".repeat(gutter.length);
  // Tabs keep their width in both lines, so that the caret stands below what it means.
  const indent = excerpt.slice(0, column - 1).replaceAll(/[^\t]/g, " ");
  const caret = "^".repeat(Math.max(1, endColumn - column));
  const shown =
    excerpt === "" ? [] : [`  ${gutter} | ${printable(excerpt)}`, `  ${blank} | ${indent}${caret}`];
  return [head, ...shown, `  ${blank} = ${printable(remedy)}`].join("\n");
}

/** A file may hold anything; control characters must not steer the reader's terminal. */

const printable = (text: string): string =>
  text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");

const asData = (diagnostic: Diagnostic) => ({ ...diagnostic, page: pageOf(diagnostic.code) });

/** GitHub's workflow commands: properties and message each have their own escapes. */
function asAnnotation({
  path,
  line,
  column,
  endColumn,
  severity,
  code,
  message,
  remedy,
}: Diagnostic): string {
  const properties = { file: path, line, col: column, endColumn: endColumn - 1, title: `nines ${code}` };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${severity} ${list.join(",")}::${escapeData(`${message}\n${remedy}`)}`;
}

const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

export function count(diagnostics: readonly Diagnostic[]): { errors: number; warnings: number } {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: diagnostics.length - errors };
}

/** `2 errors, 1 warning in 3 files` */
export function summarize(diagnostics: readonly Diagnostic[], files: number): string {
  const { errors, warnings } = count(diagnostics);
  return `${plural(errors, "error")}, ${plural(warnings, "warning")} in ${plural(files, "file")}`;
}

/** Whose fault it is that things are not as they should be, the worst first. */
export type Fault = "world" | "input" | "none";

/** With `strict`, warnings are the input's fault too. */
export function faultOf(diagnostics: readonly Diagnostic[], strict = false): Fault {
  const counted = diagnostics.filter(({ severity }) => strict || severity === "error");
  if (counted.some(({ code }) => worldCodes.has(code))) return "world";
  return counted.length > 0 ? "input" : "none";
}
