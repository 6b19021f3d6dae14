import type { EventKind } from "./journal.ts";

/** Stands for the verdict of a gate decision that retention has dropped: its keyed digest, which the chain holds. */
export interface Dropped {
  dropped: string;
}

export const isDropped = (value: unknown): value is Dropped =>
  value !== null &&
  typeof value === "object" &&
  Object.keys(value).length === 1 &&
  /^[0-9a-f]{64}$/.test(String((value as Partial<Dropped>).dropped));

/** A payload in two parts: what is kept for ever, and the verdict that may go after its time. */
export interface Parted {
  kept: unknown;
  /** Undefined when this payload has none, or none any more. */
  verdict?: unknown;
}

/**
 * Parts the payload of a gate decision. The keyed digest of its verdict takes the verdict's place: what is kept is the
 * same before and after the verdict was dropped, and it alone enters the chain.
 */
export function part(kind: EventKind, payload: unknown): Parted {
  if (kind !== "gate-decision" || payload === null || typeof payload !== "object") return { kept: payload };
  const { verdict, ...kept } = payload as { verdict?: unknown };
  return verdict === undefined || isDropped(verdict) ? { kept: payload } : { kept, verdict };
}
