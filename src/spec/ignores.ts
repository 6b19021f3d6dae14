import type { Diagnostic } from "../model/diagnostics.ts";
import { codes, isCode, type Code } from "./codes.ts";
import { suggest } from "./nearest.ts";
import { locate } from "./report.ts";
import { lineAt, openSource, positionAt, type Place, type Source, type SourceFile } from "./source.ts";

/** `# nines-ignore: code reason`, and the lines it speaks for. */
interface Ignore {
  code: Code;
  place: Place;
  lines: ReadonlySet<number>;
}

const marker = "nines-ignore";
const shape = /(^|\s)#\s*nines-ignore\b:?[ \t]*(\S*)[ \t]*(.*)$/gm;

/** Applies the comments of all files: silenced warnings go; comments that cannot work are warned about. */
export function applyIgnores(
  found: readonly Diagnostic<Code>[],
  files: readonly SourceFile[],
  unasked: ReadonlySet<Code>,
): Diagnostic<Code>[] {
  const own: Diagnostic<Code>[] = [];
  const silenced = new Set<Diagnostic>();
  const byPath = Map.groupBy(found, ({ path }) => path);
  for (const file of files) {
    if (!file.text.includes(marker)) continue;
    const { ignores, problems } = readIgnores(file);
    for (const problem of problems) own.push(problem);
    const here = byPath.get(file.path) ?? [];
    // What an error kept from being checked may well deserve its comment.
    const isChecked = here.every(({ severity }) => severity === "warning");
    for (const ignore of ignores) {
      const hits = here.filter((each) => isSilenced(each, ignore));
      for (const hit of hits) silenced.add(hit);
      if (hits.length > 0 || unasked.has(ignore.code)) continue;
      if (isChecked || codes[ignore.code].severity === "error") own.push(unused(ignore));
    }
  }
  return [...found.filter((each) => !silenced.has(each)), ...own];
}

const isSilenced = ({ severity, code, line }: Diagnostic, ignore: Ignore): boolean =>
  severity === "warning" && code === ignore.code && ignore.lines.has(line);

const unused = ({ code, place }: Ignore): Diagnostic<Code> =>
  codes[code].severity === "error"
    ? locate(
        "ignore-unused",
        place,
        `${code} is an error, and errors cannot be silenced`,
        "correct what it points at",
      )
    : locate("ignore-unused", place, `there is no ${code} here to silence`, "remove the comment");

function readIgnores(file: SourceFile): { ignores: Ignore[]; problems: Diagnostic<Code>[] } {
  const source = openSource(file);
  const nextOf = nextLines(source);
  const ignores: Ignore[] = [];
  const problems: Diagnostic<Code>[] = [];
  for (const match of source.text.matchAll(shape)) {
    const [whole, before = "", code = "", reason = ""] = match;
    const start = match.index + before.length;
    const place = { source, start, end: match.index + whole.trimEnd().length };
    if (isCode(code) && reason.trim() !== "") ignores.push({ code, place, lines: linesOf(place, nextOf) });
    else problems.push(malformed(code, place));
  }
  return { ignores, problems };
}

function malformed(code: string, place: Place): Diagnostic<Code> {
  const remedy = "write `# nines-ignore: code reason`";
  if (isCode(code)) return locate("ignore-malformed", place, `silencing ${code} needs a reason`, remedy);
  const message = code === "" ? "no code is named" : `"${code}" is no code`;
  const meant = code === "" ? "" : `; ${suggest(code, Object.keys(codes)).split("?")[0] ?? ""}?`;
  return locate(
    "ignore-malformed",
    place,
    message,
    `${remedy}${meant.includes("did you mean") ? meant : ""}`,
  );
}

/** Its own line; and when it stands alone, the next line that is no comment. */
function linesOf({ source, start }: Place, nextOf: (line: number) => number): ReadonlySet<number> {
  const { line } = positionAt(source, start);
  const isAlone = lineAt(source, line).trimStart().startsWith("#");
  return new Set(isAlone ? [line, nextOf(line)] : [line]);
}

/** The next line that is neither empty nor a comment; looked up, since a file may be nothing but comments. */
function nextLines(source: Source): (line: number) => number {
  const next: number[] = [];
  let target = source.lineStarts.length + 1;
  for (let line = source.lineStarts.length; line >= 1; line -= 1) {
    next[line] = target;
    if (!/^\s*(?:#.*)?$/.test(lineAt(source, line))) target = line;
  }
  return (line) => next[line] ?? line;
}
