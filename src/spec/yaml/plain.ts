import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { nameOf, type Report } from "../report.ts";
import type { Place, Source } from "../source.ts";
import type { BrokenNode, Entry, Node, TextNode } from "./nodes.ts";

/** Far deeper than any definition goes, far shallower than the stack. */
const depthLimit = 32;

const styles: Readonly<Record<string, TextNode["style"]>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "block",
  BLOCK_FOLDED: "block",
};

interface Reading {
  source: Source;
  report: Report;
}

/** Plain data from a parsed document; what is not plain is reported and left as a broken node. */
export function toNode(node: ParsedNode, source: Source, report: Report): Node {
  return convert(node, { source, report }, 0);
}

function convert(node: ParsedNode | null, reading: Reading, depth: number): Node {
  const place = placeOf(node, reading.source);
  if (node === null) return { kind: "empty", place };
  if (depth > depthLimit)
    return refuse(reading, "yaml-too-deep", place, "nested more than 32 levels deep", "flatten it");
  if (isAlias(node)) return refuseAlias(reading, place, `*${node.source} refers to an anchor`);
  if (node.tag !== undefined && !defaultTags.has(node.tag))
    return refuse(
      reading,
      "yaml-tag",
      place,
      `the tag ${shortTag(node.tag)} is not read`,
      "remove it: specs are plain data",
    );
  if (isMap(node)) return convertMap(node, place, reading, depth);
  if (isSeq(node)) return convertList(node, place, reading, depth);
  return convertScalar(node, place);
}

const shortTag = (tag: string): string => tag.replace("tag:yaml.org,2002:", "!!");
const defaultTags: ReadonlySet<string> = new Set(
  ["map", "seq", "str"].map((name) => `tag:yaml.org,2002:${name}`),
);

function placeOf(node: ParsedNode | null, source: Source): Place {
  const [start, end] = node?.range ?? [0, 0];
  return { source, start, end };
}

const broken = (place: Place): BrokenNode => ({ kind: "broken", place });

function refuse(
  { report }: Reading,
  code: "yaml-too-deep" | "yaml-tag",
  place: Place,
  message: string,
  remedy: string,
): BrokenNode {
  report(code, place, message, remedy);
  return broken(place);
}

function refuseAlias({ report }: Reading, place: Place, message: string): BrokenNode {
  report("yaml-alias", place, message, "write the value out, or put what is shared into a Defaults document");
  return broken(place);
}

const isNull = (text: string): boolean => text === "" || text === "~" || /^(?:null|Null|NULL)$/.test(text);

function convertScalar(scalar: Scalar.Parsed, place: Place): Node {
  const text = typeof scalar.value === "string" ? scalar.value : "";
  const style = styles[scalar.type ?? "PLAIN"] ?? "plain";
  if (style === "plain" && isNull(text)) return { kind: "empty", place };
  return { kind: "text", text, style, place };
}

function convertList(list: YAMLSeq.Parsed, place: Place, reading: Reading, depth: number): Node {
  const items = list.items.map((item) => convert(item, reading, depth + 1));
  return { kind: "list", items, place };
}

function convertMap(map: YAMLMap.Parsed, place: Place, reading: Reading, depth: number): Node {
  const entries = new Map<string, Entry>();
  let isDamaged = false;
  for (const pair of map.items) {
    const key = readKey(pair.key, reading);
    if (key === undefined) {
      isDamaged = true;
      continue;
    }
    const first = entries.get(key.text);
    if (first !== undefined) reportDuplicate(reading, key, first.key);
    const value = first === undefined ? convert(pair.value, reading, depth + 1) : broken(key.place);
    // What has no text of its own is pointed at by its key.
    entries.set(key.text, {
      key: key.place,
      value: value.kind === "empty" ? { ...value, place: key.place } : value,
    });
  }
  return { kind: "map", entries, isDamaged, place };
}

interface Key {
  text: string;
  place: Place;
}

function readKey(key: ParsedNode | null, reading: Reading): Key | undefined {
  const place = placeOf(key, reading.source);
  if (key !== null && isScalar(key) && key.value === "<<") {
    refuseAlias(reading, place, "<< is YAML's old merge key");
    return undefined;
  }
  if (key !== null && isScalar(key) && typeof key.value === "string") return { text: key.value, place };
  if (key !== null && isAlias(key)) refuseAlias(reading, place, "a key refers to an anchor");
  else reading.report("yaml-key", place, "a key must be plain text", "write `key: value`");
  return undefined;
}

function reportDuplicate({ report }: Reading, key: Key, first: Place): void {
  const message = `the key "${key.text}" already stands at ${nameOf(first)}; one of the two would be lost`;
  report("duplicate-key", key.place, message, "keep one of them");
}
