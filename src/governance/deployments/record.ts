import { type Act, type Occasion, type Refusal } from "../act.ts";
import { canonical } from "../chain.ts";
import type { Facts } from "../facts.ts";
import { holds, type Identity } from "../people/identity.ts";
import { mayAskFor } from "../people/may-ask.ts";
import { timestamp } from "../../model/units.ts";
import type { GovernanceState } from "../state.ts";
import type { Deployment, DeploymentFacts } from "./deployment.ts";
import { clockSkew, readDeployment, type DeploymentInput } from "./read.ts";

/**
 * Records that a deployment started, or how it ended. What has been said already is not recorded again, so that a
 * pipeline may say it as often as it likes; what says otherwise than before is a conflict.
 */
export function recordDeployment(
  { deployments }: Pick<GovernanceState, "deployments">,
  { now, newId }: Occasion,
  identity: Identity,
  input: DeploymentInput,
  facts: Facts,
): Act<{ id: string }> {
  const barred = bar(identity, input, facts);
  if (barred !== undefined) return barred;
  const said = readDeployment(input, facts, now);
  if (isProblems(said))
    return { refused: "invalid", message: "the deployment does not make sense as told", fields: said };
  const known = sameAs(said, input.started !== undefined, deployments);
  const told = known === undefined ? said : merge(known, said);
  if (isRefused(told)) return told;
  const id = known?.id ?? newId("dp");
  if (known !== undefined && canonical(factsIn(known)) === canonical(told))
    return { events: [], answer: { id } };
  const event = { at: now, actor: identity.subject, kind: "deployment-recorded", subject: id } as const;
  return { events: [{ ...event, payload: told }], answer: { id } };
}

function bar(identity: Identity, { service, environment }: DeploymentInput, facts: Facts) {
  if (!holds(identity, "requester", "machine", "admin"))
    return {
      refused: "forbidden",
      message: "recording a deployment needs the role requester or machine",
    } as const;
  return mayAskFor(identity, { kind: "service", service, environment }, facts);
}

type Read = ReturnType<typeof readDeployment>;
const isProblems = (read: Read): read is Exclude<Read, DeploymentFacts> => Array.isArray(read);
const isRefused = (told: DeploymentFacts | Refusal): told is Refusal => "refused" in told;

const nameOf = ({ sha, version }: DeploymentFacts): string => sha ?? version ?? "";

/**
 * The deployment that is spoken of: the one of this run; else the newest of this change there, as long as it is under
 * way, or is told of again as it ended. A change that went out, was replaced and goes out once more is another one.
 */
function sameAs(
  said: DeploymentFacts,
  startIsSaid: boolean,
  deployments: ReadonlyMap<string, Deployment>,
): Deployment | undefined {
  const there = [...deployments.values()].filter(
    ({ service, environment }) => service === said.service && environment === said.environment,
  );
  if (said.run !== undefined) return there.find(({ run }) => run === said.run);
  const mine = there.filter((each) => nameOf(each) === nameOf(said));
  const newest = mine.at(-1);
  if (newest === undefined || newest.outcome === undefined) return newest;
  if (startIsSaid) return mine.findLast(({ startedAt }) => startedAt === said.startedAt);
  return newest.outcome === said.outcome && newest === there.at(-1) ? newest : undefined;
}

const details = ["sha", "version", "run", "decision", "link", "outcome"] as const;

/** What was known and what is told now; times stay as first said. */
function merge(known: Deployment, said: DeploymentFacts): DeploymentFacts | Refusal {
  const other = details.find(
    (detail) => known[detail] !== undefined && said[detail] !== undefined && known[detail] !== said[detail],
  );
  if (other !== undefined)
    return {
      refused: "conflict",
      message: `${known.id} is recorded with ${other} ${known[other] ?? ""}, not ${said[other] ?? ""}`,
    };
  const { startedAt } = known;
  const finishedAt = known.finishedAt ?? said.finishedAt;
  if (finishedAt !== undefined && startedAt - finishedAt > clockSkew)
    return { refused: "conflict", message: `${known.id} is recorded to have started after that` };
  const ended = finishedAt === undefined ? {} : { finishedAt: timestamp(Math.max(startedAt, finishedAt)) };
  return { ...said, ...factsIn(known), ...ended };
}

const factsIn = ({ id: _, recordedBy: __, recordedAt: ___, ...facts }: Deployment): DeploymentFacts => facts;
