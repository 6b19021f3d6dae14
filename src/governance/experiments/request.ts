import { formatPercent } from "../../model/decimals.ts";
import { formatSpan } from "../../model/wording.ts";
import type { Ratio, Seconds } from "../../model/units.ts";
import type { Act, Occasion } from "../act.ts";
import { servicePolicy } from "../exceptions/concerned.ts";
import type { Facts } from "../facts.ts";
import type { Identity } from "../people/identity.ts";
import { mayAskFor } from "../people/may-ask.ts";
import type { ExperimentPlan } from "./experiment.ts";
import { hashOf, mayExperiment, refuse, type State } from "./ground.ts";

export interface PlanInput {
  service: string;
  /** Name or alias. */
  environment: string;
  title: string;
  hypothesis?: string | undefined;
  blastRadius: string;
  cost: Ratio;
  caps: { spend: Ratio; burn: number };
  length: Seconds;
}

export const longestExperiment = 8 * 3_600;

type Problems = readonly { field: string; message: string }[];

/** The plan in canonical names, or what is wrong with it. */
function readPlan(input: PlanInput, { services, environments }: Facts): ExperimentPlan | Problems {
  const service = services.get(input.service);
  const environment = environments.get(input.environment)?.name ?? input.environment;
  const problems: { field: string; message: string }[] = [];
  if (service === undefined)
    problems.push({ field: "service", message: `no service ${input.service} is registered` });
  else if (!service.environments.includes(environment))
    problems.push({
      field: "environment",
      message: `${service.name} is not registered in ${environment}, only in ${service.environments.join(", ")}`,
    });
  if (input.caps.spend < input.cost)
    problems.push({
      field: "caps.spend",
      message: `is less than the declared cost of ${formatPercent(input.cost)}: it would be aborted for what was expected`,
    });
  if (input.length > longestExperiment)
    problems.push({ field: "length", message: `is longer than ${formatSpan(longestExperiment)}` });
  if (problems.length > 0) return problems;
  const { hypothesis, ...rest } = input;
  return { ...rest, environment, ...(hypothesis !== undefined && { hypothesis }) };
}

const isProblems = (read: ExperimentPlan | Problems): read is Problems => Array.isArray(read);

/** Asks to experiment: approved at once where the policy asks nobody. What the gate says is asked at the start. */
export function requestExperiment(
  _: State,
  { now, newId }: Occasion,
  identity: Identity,
  input: PlanInput,
  facts: Facts,
): Act<{ id: string }> {
  const barred =
    mayExperiment(identity, input.service) ??
    mayAskFor(identity, { kind: "service", service: input.service, environment: input.environment }, facts);
  if (barred !== undefined) return barred;
  const plan = readPlan(input, facts);
  if (isProblems(plan)) return refuse("invalid", "the experiment does not make sense as asked for", plan);
  const seats = servicePolicy(plan, facts)?.experiments?.approval ?? [];
  const id = newId("xp");
  const payload = { plan, requestHash: hashOf(plan), seats };
  return {
    events: [{ at: now, actor: identity.subject, kind: "experiment-requested", subject: id, payload }],
    answer: { id },
  };
}
