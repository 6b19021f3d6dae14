import { z } from "zod";
import type { Question, Subject } from "../../gate/question.ts";
import { changeKinds, defaultChangeKind } from "../../model/policy.ts";
import { stakesOf } from "../../governance/exceptions/concerned.ts";
import { requirementFor } from "../../governance/exceptions/requirement.ts";
import { withHeld } from "../../governance/exceptions/with-held.ts";
import type { Facts } from "../../governance/facts.ts";
import type { GovernanceState } from "../../governance/state.ts";
import type { Verdict } from "../../gate/verdict.ts";
import type { Timestamp } from "../../model/units.ts";
import { approvalView } from "../views/governance/quorum.ts";
import type { Identity } from "../../governance/people/identity.ts";
import { ratio } from "../../model/units.ts";
import { reading } from "../access.ts";
import { splitGroup } from "../groups.ts";
import { badQuery, readQuery, type RawQuery } from "../query.ts";
import type { Route } from "../route.ts";
import { shaSchema } from "../schemas/governance/deployment.ts";
import { verdictSchema } from "../schemas/verdict.ts";
import { verdictView } from "../views/verdict.ts";

const name = (description: string) =>
  z.string().min(1, "is empty").max(200, "is too long").optional().meta({ description });

export const gateQuery = z.object({
  service: name("The service that changes; needs `environment`"),
  environment: name("Where to; an alias will do"),
  repository: name("Instead of `service`: the repository, found through the services' `delivery`").meta({
    example: "shop/checkout",
  }),
  forgeEnvironment: name("With `repository`: the environment's name at the forge"),
  forge: z
    .enum(["github", "gitlab"])
    .optional()
    .meta({ description: "With `repository`: needed only when both forges have one of that name" }),
  change: z.enum(changeKinds).default(defaultChangeKind).meta({ description: "What kind of change it is" }),
  sha: shaSchema
    .optional()
    .meta({ description: "Names the change; an exception lets pass only what has a name" }),
  cost: z.coerce
    .number<string>({ error: "is no number" })
    .min(0, "is less than nothing")
    .max(1, "is more than the whole budget")
    .optional()
    .meta({
      description: "Of an experiment: the share of the budget that it declares to cost",
      example: 0.02,
    }),
  experiment: name("Of an experiment: the one on record, `xp-…`"),
  dryRun: z
    .enum(["true", "false"])
    .optional()
    .meta({ description: "`true`: only to see; it passes whatever the verdict, which `dryRun` tells" }),
});
type GateQuery = z.output<typeof gateQuery>;

function subjectOf({ service, environment, repository, forgeEnvironment, forge }: GateQuery): Subject {
  if (service !== undefined) {
    const stray = Object.entries({ repository, forgeEnvironment, forge }).filter(
      ([, value]) => value !== undefined,
    );
    if (stray.length > 0)
      throw badQuery(
        stray.map(([parameter]) => ({
          parameter,
          message: "asks another way than `service` does; give one",
        })),
      );
    if (environment === undefined) throw badQuery([{ parameter: "environment", message: "is missing" }]);
    return { kind: "service", service, environment };
  }
  if (repository === undefined)
    throw badQuery([
      { parameter: "service", message: "is missing; give service, or repository and forgeEnvironment" },
    ]);
  if (environment !== undefined)
    throw badQuery([
      { parameter: "environment", message: "goes with `service`; with `repository` give forgeEnvironment" },
    ]);
  if (forgeEnvironment === undefined)
    throw badQuery([{ parameter: "forgeEnvironment", message: "is missing" }]);
  return {
    kind: "delivery",
    repository,
    environment: forgeEnvironment,
    ...(forge !== undefined && { forge }),
  };
}

/** @throws Problem `bad-query` */
export function readQuestion(raw: RawQuery, identity?: Identity): Question {
  const { group, rest } = splitGroup(raw);
  const query = readQuery(gateQuery, rest);
  const { change, sha, dryRun } = query;
  return {
    ...{ subject: subjectOf(query), change, group },
    ...(sha !== undefined && { sha }),
    ...trialOf(query),
    ...(dryRun === "true" && { dryRun: true }),
    ...(identity !== undefined && { asker: { subject: identity.subject, groups: identity.groups } }),
  };
}

/** @throws Problem `bad-query` */
function trialOf({ change, cost, experiment }: GateQuery): Pick<Question, "trial"> {
  if (cost === undefined && experiment === undefined) return {};
  if (change !== "experiment")
    throw badQuery([
      { parameter: cost === undefined ? "experiment" : "cost", message: "goes with `change=experiment`" },
    ]);
  return {
    trial: {
      ...(cost !== undefined && { cost: ratio(cost) }),
      ...(experiment !== undefined && { experiment }),
    },
  };
}

/** Whom an exception would ask: said where one is needed, for one service. */
function approvalOf(
  { decision, services, environment }: Verdict,
  facts: Facts,
  governance: GovernanceState,
  now: Timestamp,
) {
  const [service] = services;
  if (decision !== "needs_exception" || service === undefined || services.length > 1) return undefined;
  const owner = facts.services.get(service)?.owner;
  const scope = { service, slos: [], environments: [environment] };
  const requirement = requirementFor(stakesOf(scope, withHeld(facts, governance, now)), owner);
  return requirement && approvalView(requirement, owner);
}

export const askGate: Route = {
  path: "/api/v1/gate",
  id: "askGate",
  tag: "Gate",
  summary: "May this change go out now?",
  description:
    "Always 200 when it could decide: whether the change may go out is in `allowed`, and an unknown service or " +
    "missing data is a decision of the policy, with its `cause`. A preview: nothing is recorded. " +
    "`group.<label>=<value>` narrows grouped SLOs to those groups.",
  query: gateQuery,
  access: reading,
  answers: { 200: { description: "The verdict", schema: verdictSchema } },
  problems: ["bad-query", "no-snapshot"],
  handle: ({ query, deps, snapshot, now, identity }) => {
    const question = readQuestion(query, identity);
    const verdict = deps.decide(question, snapshot(), deps.governance(), now);
    deps.metrics.decided(verdict);
    const approval = approvalOf(verdict, snapshot(), deps.governance(), now);
    return { json: { ...verdictView(verdict), ...(approval !== undefined && { approval }) } };
  },
};
