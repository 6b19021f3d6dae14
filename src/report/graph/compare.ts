import type { Course, Stretch } from "../../model/course.ts";
import { coincidence, everBad } from "./coincidence.ts";
import type { Compared, Graph } from "./graph.ts";

/** What is known of one SLO's ledger. */
export interface Ledgers {
  /** Share of events that may be bad. */
  budgetOf: (slo: string) => number | undefined;
  courses: ReadonlyMap<string, Course>;
}

/** Strongest first, then by name. */
const rank = ["coincides", "may-coincide", "no-more-than-chance", "too-little-data"] as const;

/**
 * Every SLO of a caller beside every SLO of what it depends on directly: a long way down is a chain of such steps.
 * An SLO that spent nothing faster than it may is not compared.
 */
export function compareAll(
  { services, edges }: Pick<Graph, "services" | "edges">,
  { budgetOf, courses }: Ledgers,
  stretch: Stretch,
): readonly Compared[] {
  const slosOf = new Map(services.map(({ name, slos }) => [name, slos.map(({ id }) => id)]));
  const below = Map.groupBy(edges, ({ from }) => from);
  const burning = (id: string) => ({ budget: budgetOf(id) ?? 0, course: courses.get(id) ?? [] });
  const compared = services.flatMap(({ name, slos }) => {
    const others = (below.get(name) ?? []).flatMap(({ to }) => slosOf.get(to) ?? []);
    const tests = others.filter((id) => everBad(burning(id))).length;
    return slos
      .filter(({ id }) => everBad(burning(id)))
      .flatMap(({ id: caller }) =>
        others.map((dependency) => ({
          caller,
          dependency,
          found: coincidence(burning(caller), burning(dependency), stretch, tests),
        })),
      );
  });
  return compared.sort(strongestFirst);
}

function strongestFirst(a: Compared, b: Compared): number {
  const strength = ({ found }: Compared) => ("together" in found ? found.together / found.bad : 0);
  const [left, right] = [`${a.caller} ${a.dependency}`, `${b.caller} ${b.dependency}`];
  return (
    rank.indexOf(a.found.kind) - rank.indexOf(b.found.kind) ||
    strength(b) - strength(a) ||
    (left < right ? -1 : left > right ? 1 : 0)
  );
}
