import type { Member } from "../../model/composite.ts";
import type { Delivery, Environment, Service } from "../../model/definitions.ts";
import type { Slo } from "../../model/slo.ts";
import { toDependency } from "../kinds/dependency.ts";
import { isBroken, type WrittenDelivery, type WrittenService, type WrittenSlo } from "../kinds/service.ts";
import { checkSlo } from "../checks/slo.ts";
import { checkService } from "../checks/service.ts";
import { sourceRef } from "../report.ts";
import type { Context, ServiceContext } from "./context.ts";
import type { DefaultsLayer } from "./defaults.ts";
import { undeclaredProduction, type Environments } from "./environments.ts";
import { mergeTexts } from "./merge.ts";
import { namesOf, resolveSlo } from "./slo.ts";
import { keepFirst } from "./unique.ts";
import { builtInPolicy } from "../builtin-policy.ts";

/** An SLO with what was written of it, for checks that need both. */
export interface ResolvedSlo {
  slo: Slo;
  written: WrittenSlo;
}

export interface ResolvedService {
  service: Service;
  written: WrittenService;
  context: ServiceContext;
  slos: readonly ResolvedSlo[];
  /** Its SLOs over other SLOs, which come when all the others are known. */
  composites: readonly WrittenSlo[];
  /** Something about it is wrong: it is known by name, and nothing is made of it. */
  isBroken: boolean;
}

/** One service and its SLOs in every environment, broken when anything it refers to is missing. */
export function resolveService(
  written: WrittenService,
  defaults: DefaultsLayer,
  environments: Environments,
  context: Context,
): ResolvedService {
  const { metadata, spec } = written;
  const places = spec.environments ?? defaults.environments;
  const found = places?.map((each) => environments.find(each)) ?? [undeclaredOr(environments)];
  const delivery = (spec.delivery ?? []).map((each) => toDelivery(each, environments));
  const policyNamed = spec.policy ?? defaults.policy;
  const policy = policyNamed === undefined ? builtInPolicy : context.findPolicy(policyNamed);
  const runsIn = [...new Set(found.filter((each) => each !== undefined))];
  const isUnsound = isBroken(written) || found.includes(undefined) || policy === undefined;
  const owner = metadata.owner ?? defaults.owner;
  const service: Service = {
    name: metadata.name.value,
    ...(owner === undefined ? {} : { owner }),
    ...(spec.criticality === undefined ? {} : { criticality: spec.criticality }),
    labels: mergeTexts(defaults.labels, metadata.labels),
    policy: policy?.name ?? builtInPolicy.name,
    dependsOn: (spec.dependsOn ?? []).map(toDependency),
    environments: runsIn.map(({ name }) => name),
    delivery,
    source: sourceRef(metadata.name.place),
  };
  if (!isUnsound) checkService(written, owner, context.report);
  const own = { written, defaults, environments: runsIn, policy: service.policy, isBroken: isUnsound };
  const [composites, simple] = distinctSlos(own, environments, context);
  return {
    service,
    written,
    context: own,
    slos: simple.flatMap((slo) => runsIn.flatMap((environment) => resolveIn(slo, environment, own, context))),
    composites,
    isBroken: isUnsound,
  };
}

/** Without a list of environments a service runs in `production`, declared or not. */
const undeclaredOr = (environments: Environments): Environment =>
  environments.all.find(({ name }) => name === undeclaredProduction.name) ?? undeclaredProduction;

/** Composites, and all other SLOs. */
function distinctSlos(
  service: ServiceContext,
  environments: Environments,
  context: Context,
): readonly [composites: readonly WrittenSlo[], others: readonly WrittenSlo[]] {
  const slos = keepFirst(service.written.spec.slos ?? [], ({ name }) => name, "SLO", context.report);
  const all = [...slos.values()];
  if (!service.isBroken) for (const written of all) checkOverrides(written, service, environments, context);
  const isOverOthers = ({ sli }: WrittenSlo) => sli.sli.kind === "composite";
  return [all.filter(isOverOthers), all.filter((written) => !isOverOthers(written))];
}

/** One SLO in one environment, or none after reporting why. */
export function resolveIn(
  written: WrittenSlo,
  environment: Environment,
  service: ServiceContext,
  context: Context,
  members: readonly Member[] = [],
): readonly ResolvedSlo[] {
  const slo = resolveSlo(written, environment, service, context, members);
  if (slo === undefined || written.isBroken) return [];
  checkSlo(slo, written, context);
  return [{ slo, written }];
}

function checkOverrides(
  written: WrittenSlo,
  service: ServiceContext,
  all: Environments,
  { report }: Context,
): void {
  const names = service.environments.flatMap(namesOf);
  const seen = new Map<Environment, string>();
  for (const { name, key } of written.overrides ?? []) {
    const environment = all.find({ value: name, place: key });
    if (environment === undefined) continue;
    const twin = seen.get(environment);
    seen.set(environment, name);
    if (twin !== undefined)
      report("duplicate-name", key, `${name} and ${twin} are the same environment`, "join the two overrides");
    else if (!names.includes(name))
      report("override-unused", key, runsElsewhere(name, service), unusedRemedy);
  }
}

const unusedRemedy = "remove the override, or add the environment to the service";
const runsElsewhere = (name: string, { environments }: ServiceContext): string =>
  `the service does not run in ${name}: it runs in ${environments.map((each) => each.name).join(", ")}`;

function toDelivery({ kind, repository, environments }: WrittenDelivery, all: Environments): Delivery {
  const mapped = environments.map(({ name, value }) => [name, all.find(value)?.name ?? value.value] as const);
  return { kind, repository, environments: Object.fromEntries(mapped) };
}
