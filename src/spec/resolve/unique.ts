import { nameOf, type Report } from "../report.ts";
import type { Located } from "../shapes/shape.ts";

/** Keeps the first of each name; every later one is reported with the place of the first. */
export function keepFirst<T>(
  all: readonly T[],
  nameIn: (each: T) => Located<string>,
  what: string,
  report: Report,
): Map<string, T> {
  const first = new Map<string, T>();
  for (const each of all) {
    const name = nameIn(each);
    const known = first.get(name.value);
    if (known === undefined) first.set(name.value, each);
    else {
      const message = `the ${what} "${name.value}" is already defined at ${nameOf(nameIn(known).place)}`;
      report("duplicate-name", name.place, message, "rename or remove one of the two");
    }
  }
  return first;
}
