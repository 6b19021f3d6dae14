import type { Delivery, Environment, Service } from "../../model/definitions.ts";
import type { Refusal } from "../act.ts";
import { actsFor, type Identity, type Workload } from "./identity.ts";

/** Whom a question to the gate, or a request, is about; as `Question.subject` has it. */
export type AskedAbout =
  | { kind: "service"; service: string; environment: string }
  | { kind: "delivery"; forge?: Delivery["kind"]; repository: string; environment: string };

/** What is registered; a snapshot is one. */
export interface Registered {
  services: ReadonlyMap<string, Service>;
  /** By name and by alias. */
  environments: ReadonlyMap<string, Environment>;
}

/**
 * Whether this identity may ask about these services and this environment on the record; a refusal says why not.
 * A machine may ask only for services it is bound to, and a CI job with an environment only for that one.
 */
export function mayAskFor(
  identity: Identity,
  about: AskedAbout,
  registered: Registered,
): Refusal | undefined {
  const { workload, subject } = identity;
  if (workload !== undefined && about.kind === "delivery") {
    const stray = strayDelivery(workload, about, registered);
    if (stray !== undefined) return forbidden(`${subject} may not ask about ${stray}`);
  }
  const stranger = servicesOf(about, registered).find((service) => !actsFor(identity, service));
  if (stranger !== undefined) return forbidden(`${subject} may not ask for the service ${stranger}`);
  if (workload !== undefined && about.kind === "service") {
    const stray = strayEnvironment(workload, about, registered);
    if (stray !== undefined) return forbidden(`${subject} may not ask about ${stray}`);
  }
  return undefined;
}

/** The same for what spans several environments: a CI job has to be bound to each of them. Others are as they were. */
export const jobMayAskFor = (
  identity: Identity,
  { service, environments }: { service: string; environments: readonly string[] },
  registered: Registered,
): Refusal | undefined =>
  identity.workload === undefined
    ? undefined
    : environments
        .map((environment) => mayAskFor(identity, { kind: "service", service, environment }, registered))
        .find((refusal) => refusal !== undefined);

const forbidden = (message: string): Refusal => ({ refused: "forbidden", message });

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Deliveries of a repository; without a forge, those of every forge. */
const deliveriesOf = ({ delivery }: Service, repository: string, forge?: Delivery["kind"]): Delivery[] =>
  delivery.filter(
    (each) => same(each.repository, repository) && (forge === undefined || each.kind === forge),
  );

/** An unknown name counts as one: nobody learns by asking which services exist. */
function servicesOf(about: AskedAbout, { services }: Registered): string[] {
  if (about.kind === "service") return [about.service];
  return [...services.values()]
    .filter((service) => deliveriesOf(service, about.repository, about.forge).length > 0)
    .map(({ name }) => name);
}

/** Services that a repository of this forge delivers: those that its jobs may act for. */
export const servicesDelivered = (
  services: Iterable<Service>,
  { forge, repository }: Pick<Workload, "forge" | "repository">,
): string[] =>
  [...services]
    .filter((service) => deliveriesOf(service, repository, forge).length > 0)
    .map(({ name }) => name);

function strayDelivery(
  { forge, repository, environment }: Workload,
  about: Extract<AskedAbout, { kind: "delivery" }>,
  { services }: Registered,
): string | undefined {
  if (about.forge !== undefined && about.forge !== forge) return `repositories of ${about.forge}`;
  if (!same(about.repository, repository)) return `the repository ${about.repository}`;
  const elsewhere = [...services.values()].some((service) =>
    deliveriesOf(service, repository).some(({ kind }) => kind !== forge),
  );
  if (about.forge === undefined && elsewhere) return `the ${repository} of another forge: say forge=${forge}`;
  if (environment !== undefined && about.environment !== environment)
    return `the environment ${about.environment}: its job deploys to ${environment}`;
  return undefined;
}

/** A question by service names nines' own environment: one that the job's environment stands for. */
function strayEnvironment(
  { forge, repository, environment }: Workload,
  about: Extract<AskedAbout, { kind: "service" }>,
  { services, environments }: Registered,
): string | undefined {
  if (environment === undefined) return undefined;
  const canonical = (name: string) => environments.get(name)?.name ?? name;
  const service = services.get(about.service);
  const meant = (service === undefined ? [] : deliveriesOf(service, repository, forge))
    .flatMap(({ environments }) => Object.entries(environments))
    .flatMap(([theirs, ours]) => (theirs === environment ? [ours] : []));
  return meant.some((name) => canonical(name) === canonical(about.environment))
    ? undefined
    : `the environment ${about.environment}: its job deploys to ${environment}`;
}
