import type { Service } from "../model/definitions.ts";
import type { Cause, Decision } from "../model/policy.ts";
import type { Subject } from "./question.ts";
import type { GateView } from "./view.ts";

/** The policy that answers for what nobody registered. */
const builtInPolicy = "default";

/** Who is concerned, by canonical names. */
export interface Concerned {
  service: Service;
  environment: string;
}

/** Nothing to judge: what is not known, and what the policy makes of that. */
export interface Unregistered {
  cause: Extract<Cause, "unknown-service" | "unknown-environment">;
  decision: Decision;
  services: readonly string[];
  environment: string;
  policy?: string;
  policyHash?: string;
  sentence: string;
}

/** Finds the services that a question is about; all that a repository delivers when it asks by repository. */
export const resolve = (subject: Subject, view: GateView): readonly Concerned[] | Unregistered =>
  subject.kind === "service" ? byName(subject, view) : byDelivery(subject, view);

function byName(
  { service: name, environment: asked }: Extract<Subject, { kind: "service" }>,
  view: GateView,
): readonly Concerned[] | Unregistered {
  const environment = view.environments.get(asked)?.name ?? asked;
  const service = view.services.get(name);
  if (service === undefined)
    return unregistered(view, "unknown-service", [name], environment, `no service ${name} is registered`);
  if (service.environments.includes(environment)) return [{ service, environment }];
  const known = service.environments.join(", ");
  return unregistered(
    view,
    "unknown-environment",
    [name],
    environment,
    `${name} is not registered in an environment ${asked}, only in ${known}`,
    service.policy,
  );
}

function byDelivery(
  { forge, repository, environment: asked }: Extract<Subject, { kind: "delivery" }>,
  view: GateView,
): readonly Concerned[] | Unregistered {
  const delivered = [...view.services.values()].flatMap((service) =>
    service.delivery
      .filter((each) => each.repository === repository && (forge === undefined || each.kind === forge))
      .map(({ environments }) => ({ service, environment: ownValue(environments, asked) })),
  );
  if (delivered.length === 0)
    return unregistered(
      view,
      "unknown-service",
      [],
      asked,
      `no service is delivered from repository ${repository}`,
    );
  const concerned = delivered.flatMap(({ service, environment }) =>
    environment === undefined
      ? []
      : [{ service, environment: view.environments.get(environment)?.name ?? environment }],
  );
  if (concerned.length > 0) return distinct(concerned);
  const names = delivered.map(({ service }) => service.name);
  const sentence = `${repository} delivers ${names.join(", ")}, but to no environment that the forge calls ${asked}`;
  return unregistered(view, "unknown-environment", names, asked, sentence, delivered[0]?.service.policy);
}

/** Delivered in two ways is still one service. */
const distinct = (concerned: readonly Concerned[]): readonly Concerned[] =>
  concerned.filter(
    ({ service, environment }, index) =>
      concerned.findIndex((each) => each.service === service && each.environment === environment) === index,
  );

/** `constructor` is a name that every object answers to, and no environment. */
const ownValue = (values: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

function unregistered(
  view: GateView,
  cause: Unregistered["cause"],
  services: readonly string[],
  environment: string,
  what: string,
  policyName = builtInPolicy,
): Unregistered {
  const policy = view.policies.get(policyName) ?? view.policies.get(builtInPolicy);
  // Without any policy to ask, what nobody registered does not pass.
  const decision = policy?.onUnregistered ?? "deny";
  return {
    cause,
    decision,
    services,
    environment,
    ...(policy !== undefined && { policy: policy.name, policyHash: policy.hash }),
    sentence: `${what}; onUnregistered → ${decision}`,
  };
}
