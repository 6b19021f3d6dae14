import { plain } from "../../model/units.ts";
import type { Slo } from "../../model/slo.ts";
import type { WrittenDependency } from "../kinds/dependency.ts";
import type { Report } from "../report.ts";
import type { ResolvedService } from "../resolve/services.ts";

type Services = ReadonlyMap<string, ResolvedService>;

/** The best that one dependency lets a service promise, and how that is said. */
interface Bound {
  ratio: number;
  text: string;
}

/**
 * A service that fails whenever a dependency fails can at best be as good as their product. Of a redundant group all
 * members must fail at once, taken as independent: 1 − Π(1 − a). What is optional does not count. Promises are
 * compared like with like: SLOs of the same name in the same environment.
 */
export function checkObjectives(services: Services, report: Report): void {
  for (const { written, slos } of services.values())
    for (const { slo, written: own } of slos) {
      const bounds = (written.spec.dependsOn ?? []).flatMap((each) => boundOf(each, slo, services));
      const possible = bounds.reduce((product, { ratio }) => product * ratio, 1);
      if (slo.objective.ratio <= possible + 1e-12) continue;
      const needed = bounds.map(({ text }) => text).join(" × ");
      report(
        "objective-above-dependencies",
        own.keys.objective ?? own.name.place,
        `${slo.objective.text} is promised on top of ${needed}, which give at most ${exactPercent(possible)}`,
        "lower it, or make the service survive their failures",
      );
    }
}

function boundOf(
  { kind, services: named }: WrittenDependency,
  slo: Slo,
  services: Services,
): readonly Bound[] {
  if (kind === "optional") return [];
  const alike = named.map(
    ({ value }) => services.get(value)?.slos.find((each) => isAlike(each.slo, slo))?.slo,
  );
  const known = alike.filter((each) => each !== undefined);
  // A member that promises nothing alike may hold up the others, nobody knows how often.
  if (known.length < named.length) return [];
  const texts = known.map(({ service, objective }) => `${service} ${objective.text}`);
  if (kind === "serial")
    return known.map(({ objective }, at) => ({ ratio: objective.ratio, text: texts[at] ?? "" }));
  const ratio = 1 - known.reduce((product, { objective }) => product * objective.budget, 1);
  return [{ ratio, text: `any of (${texts.join(", ")})` }];
}

const isAlike = (a: Slo, b: Slo): boolean => a.name === b.name && a.environment === b.environment;

/** All its digits: 99.9999 % rounded to three would be a promise that nobody can keep. */
const exactPercent = (value: number): string => `${plain(value * 100)}%`;
