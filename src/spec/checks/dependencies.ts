import { suggest } from "../nearest.ts";
import type { Report } from "../report.ts";
import type { ResolvedService } from "../resolve/services.ts";

type Services = ReadonlyMap<string, ResolvedService>;

export function checkDependencies(services: Services, broken: ReadonlySet<string>, report: Report): void {
  for (const { written } of services.values())
    for (const { value, place } of written.spec.dependsOn ?? []) {
      if (services.has(value) || broken.has(value)) continue;
      report(
        "unknown-service",
        place,
        `no service is called "${value}"`,
        suggest(value, [...services.keys()]),
      );
    }
  checkCycles(services, report);
  checkObjectives(services, report);
}

const dependenciesOf = (services: Services, name: string): readonly string[] =>
  services.get(name)?.service.dependsOn ?? [];

/** Each circle is reported once, at the service in it that comes first by name. */
function checkCycles(services: Services, report: Report): void {
  const done = new Set<string>();
  for (const start of [...services.keys()].toSorted()) walk(start, services, done, report);
}

/** Depth-first without recursion: a chain of ten thousand services must not exhaust the stack. */
function walk(start: string, services: Services, done: Set<string>, report: Report): void {
  const path: { name: string; next: number }[] = done.has(start) ? [] : [{ name: start, next: 0 }];
  const onPath = new Set(path.map(({ name }) => name));
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = dependenciesOf(services, top.name)[top.next];
    top.next += 1;
    if (next === undefined) {
      done.add(top.name);
      onPath.delete(top.name);
      path.pop();
    } else if (onPath.has(next)) {
      const names = path.map(({ name }) => name);
      reportCycle(names.slice(names.indexOf(next)), services, report);
    } else if (!done.has(next) && services.has(next)) {
      path.push({ name: next, next: 0 });
      onPath.add(next);
    }
  }
}

function reportCycle(names: readonly string[], services: Services, report: Report): void {
  const first = names.toSorted()[0] ?? "";
  const at = names.indexOf(first);
  const circle = [...names.slice(at), ...names.slice(0, at), first];
  const dependsOn = services.get(first)?.written.spec.dependsOn ?? [];
  const place = dependsOn.find(({ value }) => value === circle[1])?.place;
  if (place === undefined) return;
  const message = `services depend on each other in a circle: ${circle.join(" → ")}`;
  report("dependency-cycle", place, message, "remove the dependency that is not needed to serve a request");
}

/**
 * A service that fails whenever a dependency fails can at best be as good as their product. Promises are
 * compared like with like: SLOs of the same name in the same environment.
 */
function checkObjectives(services: Services, report: Report): void {
  for (const { written, slos } of services.values())
    for (const { slo, written: own } of slos) {
      const needed = (written.spec.dependsOn ?? []).flatMap(({ value }) => {
        const theirs = services.get(value)?.slos.find((each) => isAlike(each.slo, slo));
        return theirs === undefined ? [] : [theirs.slo];
      });
      const possible = needed.reduce((product, { objective }) => product * objective.ratio, 1);
      if (slo.objective.ratio <= possible + 1e-12) continue;
      const sum = needed.map(({ service, objective }) => `${service} ${objective.text}`).join(" × ");
      const message = `${slo.objective.text} is promised on top of ${sum}, which give at most ${exactPercent(possible)}`;
      const place = own.keys.objective ?? own.name.place;
      report(
        "objective-above-dependencies",
        place,
        message,
        "lower it, or make the service survive their failures",
      );
    }
}

const isAlike = (
  a: { name: string; environment: string },
  b: { name: string; environment: string },
): boolean => a.name === b.name && a.environment === b.environment;

/** Objectives differ in the third decimal: 99.85%, not 99.8 %. */
const exactPercent = (value: number): string => `${(value * 100).toFixed(3).replace(/\.?0+$/, "")}%`;
