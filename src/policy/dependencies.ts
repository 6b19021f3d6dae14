import { servicesOf, type Dependency } from "../model/dependencies.ts";
import type { DependencyEffect, Policy } from "../model/policy.ts";
import type { JudgedGroup, JudgedSlo } from "./judged.ts";

/** An SLO of a dependency, and those of its groups that are asked about. */
export interface Watched {
  judged: JudgedSlo;
  groups: readonly JudgedGroup[];
}

/** What is wrong with one SLO of a dependency, and what the policy makes of it. */
export interface Ailment {
  dependency: Dependency;
  service: string;
  judged: JudgedSlo;
  group: JudgedGroup;
  what: "fastBurn" | "frozen";
  /** As the policy says. */
  effect: DependencyEffect;
  /** It would hold, but the service does without this dependency, or another of the group is not held. */
  eased: boolean;
}

/**
 * What ailing dependencies do to a service, one level up: it is held by what it depends on, never by what depends on
 * it, and never by its dependencies' own dependencies. One ailment an SLO, the graver one. What is optional never
 * holds; a redundant group holds once each of its members does.
 */
export const ailmentsOf = (
  dependsOn: readonly Dependency[],
  policy: Policy,
  watch: (service: string) => readonly Watched[],
): readonly Ailment[] =>
  dependsOn.flatMap((dependency) => {
    const found = servicesOf(dependency).map((service) =>
      watch(service).flatMap((watched) => gravestOf(dependency, service, watched, policy)),
    );
    const holds = dependency.kind !== "optional" && found.every((ofService) => ofService.some(wouldHold));
    return found.flat().map((ailment) => ({ ...ailment, eased: wouldHold(ailment) && !holds }));
  });

type Found = Omit<Ailment, "eased">;

const wouldHold = ({ effect }: Found): boolean => effect === "hold";

export const isHolding = (ailment: Ailment): boolean => wouldHold(ailment) && !ailment.eased;

function gravestOf(
  dependency: Dependency,
  service: string,
  { judged, groups }: Watched,
  { dependencies }: Policy,
): readonly Found[] {
  const found = groups.flatMap((group) =>
    ails(group)
      .filter((what) => dependencies[what] !== "ignore")
      .map((what) => ({ dependency, service, judged, group, what, effect: dependencies[what] })),
  );
  const gravest = found.find(wouldHold) ?? found[0];
  return gravest === undefined ? [] : [gravest];
}

const ails = ({ assessment, standing }: JudgedGroup): readonly Ailment["what"][] => [
  ...(assessment.fastBurn ? (["fastBurn"] as const) : []),
  ...(standing.state === "frozen" ? (["frozen"] as const) : []),
];
