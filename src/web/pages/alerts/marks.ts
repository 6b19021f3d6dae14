import type { MarkedAlertBody } from "../../../http/schemas/incidents/quality.ts";

export type Mark = NonNullable<MarkedAlertBody["marked"]>["mark"];

/** What can be said of an alert: a shape beside each word, and the key that says it. */
export const marks: readonly { mark: Mark; key: string; shape: string }[] = [
  { mark: "useful", key: "u", shape: "✓" },
  { mark: "noise", key: "n", shape: "≈" },
  { mark: "duplicate", key: "d", shape: "=" },
];

/** Of a keyboard's event, what is looked at. */
interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  target: unknown;
}

const isTyping = (target: unknown): boolean =>
  /^(INPUT|TEXTAREA|SELECT)$/.test((target as { tagName?: string } | null)?.tagName ?? "");

/** What a key on a row says; undefined for every other key, and while somebody writes. */
export function markOfKey(event: Key): Mark | "none" | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return undefined;
  if (event.key === "Backspace") return "none";
  return marks.find(({ key }) => key === event.key)?.mark;
}

/** Pressing what is marked already takes it back. */
export const pressed = (marked: Mark | undefined, mark: Mark): Mark | "none" =>
  marked === mark ? "none" : mark;
