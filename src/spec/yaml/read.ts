import { parseAllDocuments, type Document, type YAMLError } from "yaml";
import type { Report } from "../report.ts";
import { startOf, type Place, type Source } from "../source.ts";
import type { Code } from "../codes.ts";
import { toNode } from "./plain.ts";
import type { Node } from "./nodes.ts";

const advice: Readonly<Record<string, { code: Code; remedy: string }>> = {
  TAB_AS_INDENT: { code: "yaml-tab", remedy: "indent with spaces" },
  MULTIPLE_ANCHORS: { code: "yaml-alias", remedy: "remove the anchor" },
  BAD_ALIAS: { code: "yaml-alias", remedy: "write the value out, or put what is shared into Defaults" },
  BAD_SCALAR_START: { code: "yaml-syntax", remedy: "put the value in quotes" },
  MISSING_CHAR: { code: "yaml-syntax", remedy: "close what was opened, or put the value in quotes" },
  MULTILINE_IMPLICIT_KEY: { code: "yaml-syntax", remedy: "check the indentation and the colon of this line" },
  BLOCK_AS_IMPLICIT_KEY: {
    code: "yaml-syntax",
    remedy: "put a value that contains `: ` in quotes, or line up the line below",
  },
  BAD_INDENT: { code: "yaml-syntax", remedy: "line it up with its neighbours" },
  TAG_RESOLVE_FAILED: { code: "yaml-tag", remedy: "remove the tag: every value is read as plain text" },
};
const otherAdvice = {
  code: "yaml-syntax",
  remedy: "check indentation, quotes and brackets at this place",
} as const;

/** The root of every document of a file that is sound YAML; what is not is reported and left out. */
export function readDocuments(source: Source, report: Report): Node[] {
  if (source.text.trim() === "") {
    report("file-empty", startOf(source), "the file is empty", "delete it, or write a definition into it");
    return [];
  }
  const control = findControlCharacter(source);
  if (control !== undefined) {
    report("yaml-syntax", control, "there is a control character here", "remove it");
    return [];
  }
  const documents = parse(source, report);
  const roots = documents.flatMap((document) => readDocument(document, source, report));
  if (roots.length === documents.length && roots.every((root) => root.kind === "empty"))
    report(
      "file-empty",
      startOf(source),
      "the file holds only comments",
      "delete it, or write a definition into it",
    );
  return roots.filter((root) => root.kind !== "empty");
}

function findControlCharacter(source: Source): Place | undefined {
  const start = source.text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]/);
  return start === -1 ? undefined : { source, start, end: start + 1 };
}

const deeplyNested = "the file is nested thousands of levels deep";

function parse(source: Source, report: Report): Document.Parsed[] {
  try {
    // "failsafe" reads every scalar as text; duplicate keys are found by `toNode`, in linear time.
    const documents = parseAllDocuments(source.text, {
      schema: "failsafe",
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The parser descends by recursion; only text nested thousands of levels deep exhausts the stack.
    report("yaml-too-deep", startOf(source), deeplyNested, "flatten it");
    return [];
  }
}

function readDocument(document: Document.Parsed, source: Source, report: Report): Node[] {
  const problems = [...document.errors, ...document.warnings];
  for (const problem of withoutEchoes(problems)) reportProblem(problem, source, report);
  if (problems.length > 0) return [];
  if (document.contents === null) return [{ kind: "empty", place: startOf(source) }];
  return [toNode(document.contents, source, report)];
}

/** One slip makes the rest of a document unexpected: only its first unexpected token says something. */
function withoutEchoes(problems: readonly YAMLError[]): YAMLError[] {
  const exhausted = problems.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  if (exhausted !== undefined) return [exhausted];
  const first = problems.findIndex(({ code }) => code === "UNEXPECTED_TOKEN");
  return problems.filter(
    ({ code }, index) => code !== "UNEXPECTED_TOKEN" || (index === first && index === 0),
  );
}

function reportProblem(problem: YAMLError, source: Source, report: Report): void {
  const { code, remedy } = advice[problem.code] ?? otherAdvice;
  if (problem.code === "RESOURCE_EXHAUSTION") {
    report("yaml-too-deep", startOf(source), deeplyNested, "flatten it");
    return;
  }
  const [start, end] = problem.pos;
  // What is missing at the end of a file is shown behind its last word, not on an empty line.
  const at = Math.min(start, source.text.trimEnd().length);
  const message = problem.message.replace(/\.$/, "");
  report(code, { source, start: at, end: Math.max(at + 1, end) }, lowerFirst(message), remedy);
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
