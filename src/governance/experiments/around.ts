import { servicesNamed } from "../../model/dependencies.ts";
import type { Facts } from "../facts.ts";

/** The service and everybody who depends on it, directly or through others: whom an experiment on it can hurt. */
export function withDependants(service: string, { services }: Pick<Facts, "services">): readonly string[] {
  const reached = new Set([service]);
  // A set that grows while it is walked is walked to its end.
  for (const name of reached)
    for (const other of services.values())
      if (servicesNamed(other.dependsOn).includes(name)) reached.add(other.name);
  return [...reached];
}

/** What two experiments have in common that both could hurt. */
export const shared = (one: readonly string[], other: readonly string[]): readonly string[] =>
  one.filter((name) => other.includes(name));
