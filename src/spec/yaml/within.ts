import type { Place } from "../source.ts";
import type { TextNode } from "./nodes.ts";

const isSpace = (character: string | undefined): boolean =>
  character === " " || character === "\n" || character === "\r" || character === "\t";

/** Characters of an escape in double quotes, the backslash included; any other is two. */
const escapeLengths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** Where the content of a scalar begins: behind the quote, or on the line below a block's header. */
function contentStart({ style, place }: TextNode): number {
  if (style === "plain") return place.start;
  if (style !== "block") return place.start + 1;
  const lineEnd = place.source.text.indexOf("\n", place.start);
  return lineEnd === -1 ? place.end : lineEnd + 1;
}

function skipSpaces(source: string, from: number): number {
  let at = from;
  while (isSpace(source[at])) at += 1;
  return at;
}

/** In double quotes a backslash before the line break joins two lines without a space. */
function skipJoinedLines(source: string, from: number): number {
  let at = from;
  while (source[at] === "\\" && isSpace(source[at + 1])) at = skipSpaces(source, at + 1);
  return at;
}

/** How much source one character of the value took, given that it starts at `at`. */
function widthAt(source: string, at: number, character: string, style: TextNode["style"]): number {
  const found = source[at];
  if (style === "double" && found === "\\") return escapeLengths[source[at + 1] ?? ""] ?? 2;
  if (style === "single" && found === "'") return 2;
  const isFolded = isSpace(character) && isSpace(found) && found !== character;
  return isFolded ? skipSpaces(source, at) - at : 1;
}

/**
 * Source offset of each character of a scalar's value, plus one for its end. Quoting, folding and indentation
 * make the two differ; both are walked side by side, which is exact but for spaces at the start of block lines.
 */
function offsetsWithin(node: TextNode): readonly number[] {
  const { style, place } = node;
  const source = place.source.text;
  let at = contentStart(node);
  const offsets = node.text.split("").map((character) => {
    if (style === "double") at = skipJoinedLines(source, at);
    if (!isSpace(character) && source[at] !== character) at = skipSpaces(source, at);
    const offset = at;
    at += widthAt(source, at, character, style);
    return Math.min(offset, place.end);
  });
  return [...offsets, Math.min(at, place.end)];
}

/** The place of `text.slice(start, end)` inside the file. */
export function placeWithin(node: TextNode, start: number, end: number): Place {
  const offsets = offsetsWithin(node);
  const offsetOf = (index: number): number =>
    offsets[Math.min(index, offsets.length - 1)] ?? node.place.start;
  const from = offsetOf(start);
  // The end of a stretch is the end of its last character, not the start of the next one on another line.
  const to = end > start ? offsetOf(end - 1) + 1 : from;
  return { source: node.place.source, start: from, end: Math.max(from, to) };
}
