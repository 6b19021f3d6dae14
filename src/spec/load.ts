import type { Definitions } from "../model/definitions.ts";
import type { Diagnostic } from "../model/diagnostics.ts";
import { checkDependencies } from "./checks/dependencies.ts";
import { surveyCodes, type Code } from "./codes.ts";
import { readWritten, type Written } from "./documents.ts";
import { applyIgnores } from "./ignores.ts";
import { suggest } from "./nearest.ts";
import { placesOf, type Places } from "./places.ts";
import { collectFindings, inReadingOrder, type Report } from "./report.ts";
import type { Context, LoadOptions } from "./resolve/context.ts";
import { resolveComposites } from "./resolve/composites.ts";
import { indexDefaults } from "./resolve/defaults.ts";
import { indexEnvironments, undeclaredProduction, type Environments } from "./resolve/environments.ts";
import { indexJourneys, withThresholds, type Journeys } from "./resolve/journeys.ts";
import { indexPolicies } from "./resolve/policies.ts";
import { resolveService, type ResolvedService } from "./resolve/services.ts";
import { indexTables } from "./resolve/tables.ts";
import { expandTemplates } from "./resolve/templates.ts";
import { keepFirst } from "./resolve/unique.ts";
import type { SourceFile } from "./source.ts";
import type { Policy } from "../model/policy.ts";
import type { Located } from "./shapes/shape.ts";

export interface Loaded {
  /** Everything that decoded without error: one broken SLO hides no other. */
  definitions: Definitions;
  /** In reading order, errors and warnings together. */
  diagnostics: readonly Diagnostic<Code>[];
}

/** Definitions that data may still have something to say about. */
export interface Opened {
  definitions: Definitions;
  /** Where the keys of each SLO stand, by its id. */
  places: ReadonlyMap<string, Places>;
  report: Report;
  /** Everything said so far, silenced where comments say so; with `surveyed`, comments on what data show count, too. */
  diagnostics: (surveyed?: boolean) => readonly Diagnostic<Code>[];
}

/** Reads all files at once, since they refer to each other. Pure: the same text gives the same result. */
export function openDefinitions(files: readonly SourceFile[], options: LoadOptions = {}): Opened {
  const { report, all } = collectFindings();
  const places = new Map<string, Places>();
  const definitions = resolve(readWritten(files, report), options, report, places);
  const unasked = new Set<Code>(surveyCodes);
  if (options.retention === undefined) unasked.add("window-exceeds-retention");
  return {
    definitions,
    places,
    report,
    diagnostics: (surveyed = false) =>
      inReadingOrder(applyIgnores(all(), files, surveyed ? new Set() : unasked)),
  };
}

export function loadDefinitions(files: readonly SourceFile[], options: LoadOptions = {}): Loaded {
  const { definitions, diagnostics } = openDefinitions(files, options);
  return { definitions, diagnostics: diagnostics() };
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ severity }) => severity === "error");

function resolve(
  written: Written,
  options: LoadOptions,
  report: Report,
  places: Map<string, Places>,
): Definitions {
  const environments = indexEnvironments(written.Environment, written.broken.Environment, report);
  const policies = indexPolicies(written.Policy, environments, report);
  const journeys = indexJourneys(written.Journey, written.broken.Journey, report);
  const services = resolveServices(written, environments, policies, journeys, options, report);
  checkDependencies(services, written.broken.Service, report);
  const resolved = [...services.values()].filter((service) => !service.isBroken);
  for (const { slo, written: own } of resolved.flatMap((service) => service.slos))
    places.set(slo.id, placesOf(own));
  const slos = resolved.flatMap((service) => service.slos.map(({ slo }) => slo));
  return {
    services: resolved.map(({ service }) => service).toSorted(byKey(({ name }) => name)),
    environments: inUse(environments, resolved).toSorted(byKey(({ name }) => name)),
    policies: [...policies.values()].toSorted(byKey(({ name }) => name)),
    slos: slos.toSorted(byKey(({ id }) => id)),
    journeys: withThresholds(journeys.all, slos).toSorted(byKey(({ name }) => name)),
  };
}

function resolveServices(
  written: Written,
  environments: Environments,
  policies: ReadonlyMap<string, Policy>,
  journeys: Journeys,
  options: LoadOptions,
  report: Report,
): Map<string, ResolvedService> {
  const context: Context = {
    options,
    findTable: indexTables(written.AlertWindows, written.broken.AlertWindows, report),
    findPolicy: findIn(policies, written.broken.Policy, report),
    findJourney: journeys.find,
    report,
  };
  const defaultsOf = indexDefaults(written.Defaults, report);
  const { Service, SliTemplate, broken } = written;
  const expanded = expandTemplates(Service, SliTemplate, broken.SliTemplate, report);
  const first = keepFirst(expanded, ({ metadata }) => metadata.name, "service", report);
  const services = new Map<string, ResolvedService>();
  for (const [name, each] of first)
    services.set(name, resolveService(each, defaultsOf(each.place.source.path), environments, context));
  return resolveComposites(services, broken.Service, context);
}

const findIn =
  (policies: ReadonlyMap<string, Policy>, broken: ReadonlySet<string>, report: Report) =>
  ({ value, place }: Located<string>): Policy | undefined => {
    const policy = policies.get(value);
    if (policy === undefined && !broken.has(value))
      report("unknown-policy", place, `no policy is called "${value}"`, suggest(value, [...policies.keys()]));
    return policy;
  };

/** The undeclared production exists only for those who run in it. */
const inUse = ({ all }: Environments, services: readonly ResolvedService[]): Environments["all"] =>
  all.filter(
    (each) =>
      each !== undeclaredProduction ||
      services.some(({ service }) => service.environments.includes(each.name)),
  );

const byKey =
  <T>(keyOf: (each: T) => string) =>
  (a: T, b: T): number =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0;
