import type { Service } from "../../model/definitions.ts";
import { servicesNamed, servicesOf, type Dependency } from "../../model/dependencies.ts";
import type { State } from "../../model/policy.ts";
import type { Coincidence } from "./coincidence.ts";

export interface GraphSlo {
  id: string;
  name: string;
  /** As written: `99.9%`. */
  objective: string;
  /** How it stands; absent where only the files are known. */
  standing?: Standing | undefined;
}

interface Standing {
  state: State;
  /** Share of the error budget; absent when unknown. */
  consumed?: number | undefined;
  /** Burn rate over the last hour. */
  burn?: number | undefined;
  fastBurn: boolean;
}

export interface GraphService {
  name: string;
  owner?: string | undefined;
  /** Worst first where they stand somewhere, else as written. */
  slos: readonly GraphSlo[];
  /** Services that depend on it directly, those outside of the graph included. */
  callers: readonly string[];
}

export interface GraphEdge {
  from: string;
  to: string;
  kind: Dependency["kind"];
  /** Which of the redundant groups of `from`, counted from 1. */
  group?: number | undefined;
}

/** An SLO of a caller beside one of a service that it depends on. */
export interface Compared {
  caller: string;
  dependency: string;
  found: Coincidence;
}

export interface Graph {
  environment: string;
  /** The service that was asked for; absent for all of them. */
  root?: string | undefined;
  /** Sorted by name. */
  services: readonly GraphService[];
  /** By caller's name, then as written. */
  edges: readonly GraphEdge[];
}

/** What a graph is drawn of. */
export interface Scenery {
  services: readonly Service[];
  environment: string;
  root?: string;
  /** With a root: those that need it, directly or not, are drawn as well. */
  withCallers?: boolean;
  /** The SLOs of a service in the environment. */
  slosOf: (service: string) => readonly GraphSlo[];
}

/**
 * The root with everything below it; or, without a root, every service of the environment that depends on another or
 * is depended on, and all others beside them.
 */
export function graphOf({ services, environment, root, withCallers = false, slosOf }: Scenery): Graph {
  const all = new Map(services.map((service) => [service.name, service]));
  const start =
    root === undefined
      ? services.filter((each) => each.environments.includes(environment)).map(nameOf)
      : [root];
  const callers = callersOf(services);
  const needing = withCallers ? above(start, callers) : [];
  const drawn = new Set([...below(start, all), ...needing]);
  const names = [...drawn].sort();
  return {
    environment,
    ...(root !== undefined && { root }),
    services: names.map((name) => ({
      name,
      ...ownerOf(all.get(name)),
      slos: slosOf(name),
      callers: callers.get(name) ?? [],
    })),
    // A caller also needs what the root has nothing to do with.
    edges: names
      .flatMap((name) => edgesOf(name, all.get(name)?.dependsOn ?? []))
      .filter(({ to }) => drawn.has(to)),
  };
}

const nameOf = ({ name }: Service): string => name;
const ownerOf = (service: Service | undefined) =>
  service?.owner === undefined ? {} : { owner: service.owner };

/** Breadth-first, so that no depth of dependencies is too deep. */
function below(start: readonly string[], all: ReadonlyMap<string, Service>): ReadonlySet<string> {
  const found = new Set(start);
  // A set goes on to what is added while it is walked.
  for (const name of found) for (const each of servicesNamed(all.get(name)?.dependsOn ?? [])) found.add(each);
  return found;
}

function above(
  start: readonly string[],
  callers: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set(start);
  for (const name of found) for (const each of callers.get(name) ?? []) found.add(each);
  return found;
}

function callersOf(services: readonly Service[]): ReadonlyMap<string, readonly string[]> {
  const callers = new Map<string, string[]>();
  for (const { name, dependsOn } of services.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    for (const dependency of servicesNamed(dependsOn)) {
      const known = callers.get(dependency);
      if (known === undefined) callers.set(dependency, [name]);
      else known.push(name);
    }
  return callers;
}

function edgesOf(from: string, dependsOn: readonly Dependency[]): GraphEdge[] {
  const groups = dependsOn.filter(({ kind }) => kind === "redundant");
  return dependsOn.flatMap((dependency) => {
    const { kind } = dependency;
    const group = kind === "redundant" ? { group: groups.indexOf(dependency) + 1 } : {};
    return servicesOf(dependency).map((to) => ({ from, to, kind, ...group }));
  });
}

/** Services that nothing in the graph depends on, or the one that was asked for: where a drawing begins. */
export function rootsOf({
  root,
  services,
  edges,
}: Pick<Graph, "root" | "services" | "edges">): readonly string[] {
  if (root !== undefined) return [root];
  const needed = new Set(edges.map(({ to }) => to));
  return services.map(({ name }) => name).filter((name) => !needed.has(name));
}
