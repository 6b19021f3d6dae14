import type { Place } from "../source.ts";

/** Plain data with places: all that is left of YAML once anchors, tags and duplicate keys have been refused. */
export type Node = TextNode | EmptyNode | BrokenNode | ListNode | MapNode;

/** Scalars stay source text: `1.10` is not 1.1 and `99.90%` keeps its zero. */
export interface TextNode {
  kind: "text";
  text: string;
  style: "plain" | "single" | "double" | "block";
  place: Place;
}

/** A key without a value, or an unquoted `null`. */
export interface EmptyNode {
  kind: "empty";
  place: Place;
}

/** Something that was refused already: whatever needs it fails without another word. */
export interface BrokenNode {
  kind: "broken";
  place: Place;
}

export interface ListNode {
  kind: "list";
  items: readonly Node[];
  place: Place;
}

export interface Entry {
  key: Place;
  value: Node;
}

export interface MapNode {
  kind: "map";
  entries: ReadonlyMap<string, Entry>;
  /** True when an entry had to be left out; it has been reported. */
  isDamaged: boolean;
  place: Place;
}

const kindNames = {
  text: "a text",
  empty: "nothing",
  broken: "nothing",
  list: "a list",
  map: "a map",
} as const;
export const nameOfKind = (node: Node): string =>
  node.kind === "text" ? `the text ${quoteShort(node.text)}` : kindNames[node.kind];

/** At most forty characters of what was written, quoted, on one line. */
export function quoteShort(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return `"${line.length > 40 ? `${line.slice(0, 39)}…` : line}"`;
}
