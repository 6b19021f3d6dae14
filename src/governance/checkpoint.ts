import { emptyState, type GovernanceState } from "./state.ts";

/**
 * Of the text that {@link freeze} writes. Raise it whenever a fold keeps something else than before of the same
 * entries: an older checkpoint is then left alone and everything is folded anew, once.
 */
const format = 1;

/** Says that what follows is no object of the state but a map or a set, or an object that looks like one. */
const mark = "$";

/** The state as text, maps and sets included; reading it back gives the same state. */
export function freeze(state: GovernanceState): string {
  // JSON hands each stand-in to the replacer again, and a state may hold its double.
  const standIns = new WeakSet<object>();
  const standIn = (kind: string, entries: readonly unknown[]): object => {
    const made = { [mark]: kind, entries };
    standIns.add(made);
    return made;
  };
  return JSON.stringify({ format, state }, (_, value: unknown) => {
    if (value === null || typeof value !== "object" || standIns.has(value)) return value;
    if (value instanceof Map) return standIn("map", [...value]);
    if (value instanceof Set) return standIn("set", [...value]);
    return Object.hasOwn(value, mark) ? standIn("object", Object.entries(value)) : value;
  });
}

/** The state that was frozen; undefined for a text of another format. */
export function thaw(text: string): GovernanceState | undefined {
  const { format: found, state } = JSON.parse(text, revived) as { format?: unknown; state?: GovernanceState };
  if (found !== format || state === undefined) return undefined;
  // A part that is younger than the checkpoint would be missing.
  return Object.keys(emptyState()).every((part) => part in state) ? state : undefined;
}

function revived(_: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, mark)) return value;
  const { [mark]: kind, entries } = value as { [mark]: string; entries: [string, unknown][] };
  if (kind === "map") return new Map(entries);
  if (kind === "set") return new Set(entries);
  return Object.fromEntries(entries);
}
