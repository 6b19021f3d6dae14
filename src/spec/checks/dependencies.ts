import { servicesNamed } from "../../model/dependencies.ts";
import type { WrittenService } from "../kinds/service.ts";
import { suggest } from "../nearest.ts";
import type { Report } from "../report.ts";
import type { Located } from "../shapes/shape.ts";
import type { ResolvedService } from "../resolve/services.ts";
import { checkObjectives } from "./attainable.ts";

type Services = ReadonlyMap<string, ResolvedService>;

export function checkDependencies(services: Services, broken: ReadonlySet<string>, report: Report): void {
  for (const { written } of services.values()) checkNames(written, services, broken, report);
  checkCycles(services, report);
  checkObjectives(services, report);
}

const namesWritten = ({ spec }: WrittenService): readonly Located<string>[] =>
  (spec.dependsOn ?? []).flatMap(({ services }) => services);

function checkNames(
  written: WrittenService,
  services: Services,
  broken: ReadonlySet<string>,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const { value, place } of namesWritten(written)) {
    if (seen.has(value)) report("dependency-repeated", place, repeated(written, value), "name it once");
    else if (!services.has(value) && !broken.has(value))
      report(
        "unknown-service",
        place,
        `no service is called "${value}"`,
        suggest(value, [...services.keys()]),
      );
    seen.add(value);
  }
}

/** It cannot be both needed and optional, and as a member of two groups it would count twice. */
const repeated = ({ metadata }: WrittenService, name: string): string =>
  `${metadata.name.value} depends on ${name} already`;

const dependenciesOf = (services: Services, name: string): readonly string[] =>
  servicesNamed(services.get(name)?.service.dependsOn ?? []);

/** Each circle is reported once, at the service in it that comes first by name. */
function checkCycles(services: Services, report: Report): void {
  const done = new Set<string>();
  for (const start of [...services.keys()].toSorted()) walk(start, services, done, report);
}

/** Depth-first without recursion: a chain of ten thousand services must not exhaust the stack. */
function walk(start: string, services: Services, done: Set<string>, report: Report): void {
  const enter = (name: string) => ({ name, ahead: dependenciesOf(services, name).values() });
  const path = done.has(start) ? [] : [enter(start)];
  const onPath = new Set(path.map(({ name }) => name));
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = top.ahead.next().value;
    if (next === undefined) {
      done.add(top.name);
      onPath.delete(top.name);
      path.pop();
    } else if (onPath.has(next)) {
      const names = path.map(({ name }) => name);
      reportCycle(names.slice(names.indexOf(next)), services, report);
    } else if (!done.has(next) && services.has(next)) {
      path.push(enter(next));
      onPath.add(next);
    }
  }
}

function reportCycle(names: readonly string[], services: Services, report: Report): void {
  const first = names.toSorted()[0] ?? "";
  const at = names.indexOf(first);
  const circle = [...names.slice(at), ...names.slice(0, at), first];
  const written = services.get(first)?.written;
  if (written === undefined) return;
  const place = namesWritten(written).find(({ value }) => value === circle[1])?.place;
  if (place === undefined) return;
  const message = `services depend on each other in a circle: ${circle.join(" → ")}`;
  report("dependency-cycle", place, message, "remove the dependency that is not needed to serve a request");
}
