import { editDistance } from "../spec/nearest.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import type { Snapshot } from "../runtime/snapshot.ts";
import { Problem } from "./problem.ts";

const shown = 10;

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

function nearIds(text: string, { slos }: Snapshot): string[] {
  if (text.length > 200) return [];
  // Against each id cut to as many parts as were given: the environment left out is no misspelling.
  const count = text.split(".").length;
  const distance = (id: string) => {
    const parts = id.split(".");
    const cuts = parts.map((_, start) => parts.slice(start, start + count).join("."));
    return Math.min(...cuts.map((cut) => editDistance(text, cut)));
  };
  const allowed = Math.max(2, Math.floor(text.length / 3));
  return slos
    .map(({ slo }) => ({ id: slo.id, distance: distance(slo.id) }))
    .filter((near) => near.distance <= allowed)
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
