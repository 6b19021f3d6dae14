import type { Timestamp } from "../../model/units.ts";

/** What is drawn over graphs in Grafana: the closed list that boards choose from. */
export const annotationKinds = ["deployment", "incident", "exception", "correction"] as const;
export type AnnotationKind = (typeof annotationKinds)[number];

/** A moment or a stretch of time with a text, as Grafana's own store of annotations has it. */
export interface AnnotationText {
  from: Timestamp;
  /** Absent for what has no length, or no end yet. */
  to?: Timestamp;
  text: string;
  tags: readonly string[];
}

export interface Annotation extends AnnotationText {
  /** Of what it stands for: `dp-…`; of an incident that came back, its second stretch is `in-….2`. */
  id: string;
}

/** One that Grafana holds. */
export interface HeldAnnotation extends Annotation {
  /** Grafana's own number of it. */
  key: number;
}

const idKey = "nines-id";

/** By this an annotation is found again, whoever has restarted meanwhile. */
export const idTag = (id: string): string => `${idKey}:${id}`;

export const readId = (tags: readonly string[]): string | undefined =>
  tags.find((tag) => tag.startsWith(`${idKey}:`))?.slice(idKey.length + 1);

/** Grafana keeps no longer value of a tag, and no more than so many characters of an annotation's tags in all. */
const longest = { value: 100, tags: 480 };

/** Tags in their order, as many as Grafana keeps. */
export function tagsThatFit(tags: readonly (readonly [key: string, value: string])[]): readonly string[] {
  let length = 0;
  return tags
    .filter(([, value]) => value.length <= longest.value)
    .map(([key, value]) => `${key}:${value}`)
    .filter((tag) => (length += JSON.stringify(tag).length + 1) <= longest.tags);
}
