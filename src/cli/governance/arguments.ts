import { InvalidArgumentError } from "commander";
import { parsePercent } from "../../model/decimals.ts";
import { parseDuration } from "../../model/durations.ts";
import { changeKinds, type ChangeKind } from "../../model/policy.ts";

/** Readers of options that the commands of governance share. */

export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** A moment with its zone, or how far from now; resolved when it is sent. */
export function moment(text: string): string {
  const length = parseDuration(text);
  const at = length === undefined ? Date.parse(text) : Date.now() + length * 1_000;
  const hasZone = length !== undefined || /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  if (Number.isNaN(at) || !hasZone)
    throw new InvalidArgumentError(
      "Write it as a duration such as 4h, or as a moment such as 2026-11-22T18:00:00Z.",
    );
  return new Date(at).toISOString();
}

/** A moment of the past: a bare duration is how long ago. */
export function pastMoment(text: string): string {
  const length = parseDuration(text);
  return length === undefined ? moment(text) : new Date(Date.now() - length * 1_000).toISOString();
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("Write a whole number from 1 on.");
  return Number(text);
}

/** `5%` → 0.05 */
export function share(text: string): number {
  const value = parsePercent(text);
  if (value === undefined || value <= 0) throw new InvalidArgumentError("Write a percentage, such as 5%.");
  return value;
}

export function collectKind(text: string, before: readonly ChangeKind[] = []): readonly ChangeKind[] {
  const kind = changeKinds.find((each) => each === text);
  if (kind === undefined) throw new InvalidArgumentError(`Kinds are ${changeKinds.join(", ")}.`);
  return [...before, kind];
}

/** Fields that were given, so that JSON holds no others. */
export const given = <Fields extends object>(fields: Fields): Partial<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
