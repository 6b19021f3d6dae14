import { defaultEnvironmentName, defaultSourceName, type Environment } from "../../model/definitions.ts";
import type { WrittenEnvironment } from "../kinds/environment.ts";
import { suggest } from "../nearest.ts";
import { nameOf, sourceRef, type Report } from "../report.ts";
import type { Located } from "../shapes/shape.ts";
import { keepFirst } from "./unique.ts";

export interface Environments {
  all: readonly Environment[];
  /** The environment of a name or alias; reports one that nobody defined. */
  find: (
    written: Located<string>,
    code?: "unknown-environment" | "gate-environment-unknown",
  ) => Environment | undefined;
}

const toEnvironment = ({ metadata, spec }: WrittenEnvironment): Environment => ({
  name: metadata.name.value,
  aliases: (spec.aliases ?? []).map(({ value }) => value),
  prometheus: spec.prometheus ?? defaultSourceName,
  matchers: spec.matchers ?? [],
  source: sourceRef(metadata.name.place),
});

/** Without any definition there is one environment, which adds nothing to selectors. */
export const undeclaredProduction: Environment = {
  name: defaultEnvironmentName,
  aliases: [],
  prometheus: defaultSourceName,
  matchers: [],
};

export function indexEnvironments(
  written: readonly WrittenEnvironment[],
  broken: ReadonlySet<string>,
  report: Report,
): Environments {
  const declared = keepFirst(written, ({ metadata }) => metadata.name, "environment", report);
  const all = [...declared.values()].map(toEnvironment);
  const byName = new Map(all.map((each) => [each.name, each]));
  addAliases([...declared.values()], byName, report);
  if (!byName.has(defaultEnvironmentName) && !broken.has(defaultEnvironmentName)) {
    byName.set(defaultEnvironmentName, undeclaredProduction);
    all.push(undeclaredProduction);
  }
  return {
    all,
    find: ({ value, place }, code = "unknown-environment") => {
      const found = byName.get(value);
      if (found === undefined && !broken.has(value))
        report(code, place, `no environment is called "${value}"`, suggest(value, [...byName.keys()]));
      return found;
    },
  };
}

function addAliases(
  written: readonly WrittenEnvironment[],
  byName: Map<string, Environment>,
  report: Report,
): void {
  const places = new Map(written.map(({ metadata }) => [metadata.name.value, metadata.name.place]));
  for (const { metadata, spec } of written)
    for (const alias of spec.aliases ?? []) {
      const taken = places.get(alias.value);
      const environment = byName.get(metadata.name.value);
      if (taken === undefined && environment !== undefined) {
        places.set(alias.value, alias.place);
        byName.set(alias.value, environment);
      } else if (taken !== undefined) {
        const message = `"${alias.value}" already names an environment at ${nameOf(taken)}`;
        report("duplicate-name", alias.place, message, "remove the alias from one of them");
      }
    }
}
