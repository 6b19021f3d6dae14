import { stripVTControlCharacters } from "node:util";
import { begin, widthOf } from "./width.ts";

const indentOf = (line: string): string => /^ */.exec(line)?.[0] ?? "";

/**
 * A line in as many lines as it needs: broken at spaces, continued below its own beginning and a little further in.
 * Only a word that is longer than a whole line is broken within.
 */
export function fold(line: string, width: number, hang = `${indentOf(line)}  `): string[] {
  if (widthOf(line) <= width) return [line];
  const lines: string[] = [];
  let current = "";
  for (const [word] of line.matchAll(/ *[^ ]+/g)) {
    if (widthOf(current + word) <= width) {
      current += word;
      continue;
    }
    if (current.trim() !== "") lines.push(current);
    const rest = pieces(current === "" ? word : hang + word.trimStart(), width, hang);
    current = rest.pop() ?? "";
    lines.push(...rest);
  }
  return [...lines, current];
}

/** A word that fits no line loses its colours, and is cut where the lines end. */
function pieces(text: string, width: number, hang: string): string[] {
  const found: string[] = [];
  let rest = text;
  while (widthOf(rest) > width) {
    const part = begin(stripVTControlCharacters(rest), width);
    // Not even one letter fits: narrower than that nobody reads.
    if (part.length <= hang.length) break;
    found.push(part);
    rest = hang + stripVTControlCharacters(rest).slice(part.length);
  }
  return [...found, rest];
}

/** Parts side by side, as many as a line holds; each stays whole where it can. */
export function flow(parts: readonly string[], width: number, separator = "   ", hang = ""): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const part of parts) {
    const longer = line === undefined ? part : line + separator + part;
    if (line === undefined || widthOf(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = hang + part;
    }
  }
  return (line === undefined ? lines : [...lines, line]).flatMap((each) => fold(each, width, hang));
}

/**
 * PromQL in lines that can be pasted as they are: broken where it does not mind, never inside quotation marks.
 */
export function foldQuery(promql: string, indent: string, width: number): string[] {
  if (widthOf(indent + promql) <= width) return [indent + promql];
  const tokens = promql.match(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|[({,]\s*|\s+|[^\s"'`({,]+/g) ?? [];
  const lines: string[] = [];
  let line = indent;
  for (const token of tokens) {
    if (line.trim() !== "" && widthOf((line + token).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = `${indent}  `;
    }
    line += line.trim() === "" ? token.trimStart() : token;
  }
  return [...lines, line.trimEnd()];
}
