import type { Report } from "../report.ts";
import type { Node, TextNode } from "../yaml/nodes.ts";

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The parameters that a text names. */
export const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(placeholder)].map((match) => match[1] ?? "");

/** Every text of a node, from top to bottom. */
export function textsOf(node: Node): readonly TextNode[] {
  switch (node.kind) {
    case "text":
      return [node];
    case "list":
      return node.items.flatMap(textsOf);
    case "map":
      return [...node.entries.values()].flatMap(({ value }) => textsOf(value));
    default:
      return [];
  }
}

/** The text with a value in the place of each parameter; one that is not known stays, and was reported before. */
export const fillText = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replaceAll(placeholder, (whole, name: string) => values.get(name) ?? whole);

/** The same node with a value in the place of each parameter. */
export function fill(node: Node, values: ReadonlyMap<string, string>): Node {
  switch (node.kind) {
    case "text":
      return { ...node, text: fillText(node.text, values) };
    case "list":
      return { ...node, items: node.items.map((item) => fill(item, values)) };
    case "map":
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([key, entry]) => [key, { ...entry, value: fill(entry.value, values) }]),
        ),
      };
    default:
      return node;
  }
}

/** Reports at one place, in the name of what was used there: the text at fault stands elsewhere. */
export const reportAt =
  (report: Report, place: Parameters<Report>[1], what: string): Report =>
  (code, _place, message, remedy) =>
    report(code, place, `${what}: ${message}`, remedy);
