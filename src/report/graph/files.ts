import { defaultEnvironmentName, type Definitions } from "../../model/definitions.ts";
import { graphOf, type Graph } from "./graph.ts";

export type Drawn =
  { ok: true; graph: Graph } | { ok: false; problem: string; asked: string; known: readonly string[] };

/** What the files say, without anybody having measured anything. */
export function graphOfFiles(
  { services, environments, slos }: Definitions,
  {
    service,
    environment = defaultEnvironmentName,
  }: { service?: string | undefined; environment?: string | undefined },
): Drawn {
  const names = services.map(({ name }) => name);
  if (service !== undefined && !names.includes(service))
    return { ok: false, problem: `no service is called "${service}"`, asked: service, known: names };
  const declared = environments.find(
    ({ name, aliases }) => name === environment || aliases.includes(environment),
  );
  const used = [...new Set(services.flatMap((each) => each.environments))];
  const canonical = declared?.name ?? environment;
  if (declared === undefined && !used.includes(environment))
    return {
      ok: false,
      problem: `no environment is called "${environment}"`,
      asked: environment,
      known: used,
    };
  const slosOf = (name: string) =>
    slos
      .filter((slo) => slo.service === name && slo.environment === canonical)
      .map(({ id, name: slo, objective }) => ({ id, name: slo, objective: objective.text }));
  return {
    ok: true,
    graph: graphOf({
      services,
      environment: canonical,
      ...(service !== undefined && { root: service }),
      slosOf,
    }),
  };
}
