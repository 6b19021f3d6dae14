import type { Annotation, AnnotationText, HeldAnnotation } from "./annotation.ts";
import type { WantedAnnotations } from "./wanted.ts";

/** What to do so that everything on record has exactly one annotation. */
export interface AnnotationPlan {
  create: readonly Annotation[];
  update: readonly HeldAnnotation[];
  remove: readonly HeldAnnotation[];
}

/**
 * Compares what is wanted with what Grafana holds. Only annotations of what this journal knows are touched: another
 * nines may write to the same Grafana, and what has aged out of the journal stays as it was.
 */
export function planAnnotations(
  { standing, gone }: WantedAnnotations,
  held: readonly HeldAnnotation[],
): AnnotationPlan {
  const byId = new Map<string, HeldAnnotation[]>();
  // The oldest of two that say the same is kept, at every look.
  for (const each of held.toSorted((a, b) => a.key - b.key))
    byId.set(each.id, [...(byId.get(each.id) ?? []), each]);
  const create: Annotation[] = [];
  const update: HeldAnnotation[] = [];
  const remove: HeldAnnotation[] = [...gone].flatMap((id) => byId.get(id) ?? []);
  for (const annotation of standing) {
    const [kept, ...doubled] = byId.get(annotation.id) ?? [];
    remove.push(...doubled);
    if (kept === undefined) create.push(annotation);
    else if (!saysSame(kept, annotation)) update.push({ ...annotation, key: kept.key });
  }
  return { create, update, remove };
}

/** Grafana keeps milliseconds, and gives what has no length its beginning for an end. */
export const saysSame = (a: AnnotationText, b: AnnotationText): boolean =>
  isSameMoment(a.from, b.from) &&
  isSameMoment(a.to ?? a.from, b.to ?? b.from) &&
  a.text === b.text &&
  a.tags.toSorted().join("\n") === b.tags.toSorted().join("\n");

const isSameMoment = (a: number, b: number): boolean => Math.abs(a - b) < 0.01;
