import { editDistance } from "../spec/nearest.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import type { Snapshot } from "../runtime/snapshot.ts";
import { Problem } from "./problem.ts";

const shown = 10;
/** Longest name that the definitions allow. */
const longestWord = 63;

/** `checkout.availability` fits `checkout.availability.production`: its parts, in order, leaving some out. */
const fits = (parts: readonly string[], id: string): boolean => {
  let next = 0;
  for (const part of id.split(".")) if (part === parts[next]) next += 1;
  return next === parts.length;
};

/** Aliases of environments count as their names, wherever in the text they stand. */
const variants = (text: string, { environments }: Snapshot): string[][] => {
  const parts = text.split(".");
  const last = parts.at(-1) ?? "";
  const canonical = environments.get(last)?.name;
  return canonical === undefined || canonical === last
    ? [parts]
    : [parts, [...parts.slice(0, -1), canonical]];
};

/** Words near to a misspelt one, with how far they are; itself is at 0. */
function nearWords(part: string, words: ReadonlySet<string>): ReadonlyMap<string, number> {
  const allowed = part.length > longestWord ? 0 : Math.max(1, Math.floor(part.length / 3));
  const isSimilar = (word: string) => Math.abs(word.length - part.length) <= allowed;
  const near = [...words].filter(isSimilar).map((word) => [word, editDistance(part, word)] as const);
  return new Map(near.filter(([, distance]) => distance <= allowed));
}

/** How far an id is from what was written; undefined when some part is near none of its parts. */
function distanceOf(id: string, near: readonly ReadonlyMap<string, number>[]): number | undefined {
  let next = 0;
  let sum = 0;
  for (const part of id.split(".")) {
    const distance = near[next]?.get(part);
    if (distance === undefined) continue;
    sum += distance;
    next += 1;
  }
  return next === near.length ? sum : undefined;
}

// Part by part: ten thousand ids have few different parts, and the gate waits while this is computed.
function nearIds(text: string, { slos }: Snapshot): string[] {
  const words = new Set(slos.flatMap(({ slo }) => [slo.service, slo.name, slo.environment]));
  const near = text.split(".", 4).map((part) => nearWords(part, words));
  return slos
    .map(({ slo: { id } }) => ({ id, distance: distanceOf(id, near) }))
    .filter((each): each is { id: string; distance: number } => each.distance !== undefined)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, shown)
    .map(({ id }) => id);
}

/**
 * The SLO of an id, or of any shorter form that fits only one.
 * @throws Problem `unknown-slo` naming near ids, `ambiguous-slo` naming those that fit
 */
export function findSlo(text: string, snapshot: Snapshot): JudgedSlo {
  const exact = snapshot.byId.get(text);
  if (exact !== undefined) return exact;
  const forms = variants(text, snapshot);
  const fitting = snapshot.slos.filter(({ slo }) => forms.some((parts) => fits(parts, slo.id)));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  if (fitting.length > 1) throw ambiguous(text, fitting);
  const candidates = nearIds(text, snapshot);
  const near = candidates.length === 0 ? "no id is near it" : `near it: ${candidates.join(", ")}`;
  throw new Problem("unknown-slo", `no SLO is called "${text}"; ${near}`, { candidates });
}

function ambiguous(text: string, fitting: readonly JudgedSlo[]): Problem {
  const candidates = fitting.slice(0, shown).map(({ slo }) => slo.id);
  const more = fitting.length > shown ? ` and ${fitting.length - shown} more` : "";
  return new Problem(
    "ambiguous-slo",
    `"${text}" fits ${candidates.join(", ")}${more}; add the missing part`,
    {
      candidates,
    },
  );
}
