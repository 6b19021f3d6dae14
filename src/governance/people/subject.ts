import { systemActor } from "../journal.ts";

/** Machines that prove who they are by their forge's token are called `ci:<forge>:<repository>`. */
export const workloadPrefix = "ci:";

const shape = /^[A-Za-z0-9][A-Za-z0-9._%+@:/=!#$&'*^{|}~-]{0,199}$/;

/**
 * A subject in its one spelling, lower-case; undefined when the text is none. Letters beyond ASCII are refused
 * before anything is folded: `K` (the Kelvin sign) would become `k`, and two people one.
 */
export const toSubject = (text: string): string | undefined =>
  shape.test(text) ? text.toLowerCase() : undefined;

/** Names that no token and no login may take: nines itself, and machines that only their forge vouches for. */
export const isReserved = (subject: string): boolean =>
  subject === systemActor || subject.startsWith(workloadPrefix);

const invisible = /[\p{C}\p{Zl}\p{Zp}]/u;

/** A group as policies and owners spell it; undefined when the text is none. */
export function toGroup(text: string): string | undefined {
  const group = text.normalize("NFC").trim();
  return group === "" || group.length > 100 || invisible.test(group) ? undefined : group;
}
