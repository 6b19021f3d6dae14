import { formatSpan } from "../../model/wording.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import type { Facts } from "../facts.ts";
import type { DeploymentFacts, DeploymentOutcome } from "./deployment.ts";
import { deploymentsKeptFor } from "./fold.ts";

/** What a pipeline or a person says of a deployment, before anybody has checked it. */
export interface DeploymentInput {
  service: string;
  /** Name or alias. */
  environment: string;
  sha?: string | undefined;
  version?: string | undefined;
  run?: string | undefined;
  started?: Timestamp | undefined;
  finished?: Timestamp | undefined;
  outcome?: DeploymentOutcome | undefined;
  decision?: string | undefined;
  link?: string | undefined;
}

interface FieldProblem {
  field: string;
  message: string;
}

/** Clocks of pipelines differ a little from this one. */
export const clockSkew = 300;

/** What it says in canonical names, with the present for the times that it does not name; or what is wrong with it. */
export function readDeployment(
  input: DeploymentInput,
  { services, environments }: Pick<Facts, "services" | "environments">,
  now: Timestamp,
): DeploymentFacts | readonly FieldProblem[] {
  const service = services.get(input.service);
  const environment = environments.get(input.environment)?.name ?? input.environment;
  const problems = [...nameProblems(input), ...timeProblems(input, now)];
  if (service === undefined)
    problems.push({ field: "service", message: `no service ${input.service} is registered` });
  else if (!service.environments.includes(environment))
    problems.push({
      field: "environment",
      message: `${service.name} is not registered in ${environment}, only in ${service.environments.join(", ")}`,
    });
  if (problems.length > 0) return problems;
  const { sha, version, run, decision, link, outcome } = input;
  const ended = outcome === undefined ? {} : { finishedAt: input.finished ?? now, outcome };
  return {
    ...{ service: input.service, environment },
    ...(sha !== undefined && { sha }),
    ...(version !== undefined && { version }),
    ...(run !== undefined && { run }),
    startedAt: input.started ?? ended.finishedAt ?? now,
    ...ended,
    ...(decision !== undefined && { decision }),
    ...(link !== undefined && { link }),
  };
}

const nameProblems = ({ sha, version, finished, outcome }: DeploymentInput): FieldProblem[] => [
  ...(sha === undefined && version === undefined
    ? [{ field: "sha", message: "is missing: say what goes out, by sha or version" }]
    : []),
  ...(finished !== undefined && outcome === undefined
    ? [{ field: "outcome", message: "is missing: how did it end?" }]
    : []),
];

function timeProblems(
  { started, finished, outcome }: DeploymentInput,
  now: Timestamp,
): readonly FieldProblem[] {
  const end = finished ?? (outcome === undefined ? undefined : timestamp(now + clockSkew));
  return [
    ...tooFar("started", started, now),
    ...tooFar("finished", finished, now),
    ...(started !== undefined && end !== undefined && started > end
      ? [{ field: "finished", message: "must not lie before `started`" }]
      : []),
  ];
}

function tooFar(field: string, at: Timestamp | undefined, now: Timestamp): readonly FieldProblem[] {
  if (at === undefined) return [];
  if (at > now + clockSkew) return [{ field, message: "must not lie ahead" }];
  if (now - at > deploymentsKeptFor)
    return [{ field, message: `lies more than ${formatSpan(deploymentsKeptFor)} back` }];
  return [];
}
