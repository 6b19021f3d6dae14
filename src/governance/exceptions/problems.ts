import { servicesNamed } from "../../model/dependencies.ts";
import { formatDuration } from "../../model/durations.ts";
import { reasonCategories } from "../../model/governance/states.ts";
import { changeKinds, type Policy } from "../../model/policy.ts";
import { isTime, seconds } from "../../model/units.ts";
import { namable } from "./concerned.ts";
import { limits, type ReadContext } from "./input.ts";
import { endOfQuarter } from "./quarter.ts";
import type { ExceptionRequest } from "./request.ts";
import { isoMinute } from "./words.ts";

export interface FieldProblem {
  field: string;
  message: string;
}

type Check = (request: ExceptionRequest, policy: Policy, context: ReadContext) => readonly FieldProblem[];

/** All that is wrong with a request, field by field. */
export const problemsOf: Check = (request, policy, context) =>
  [scope, change, words, links, times, counts].flatMap((check) => check(request, policy, context));

const when = (fails: boolean, field: string, message: string): readonly FieldProblem[] =>
  fails ? [{ field, message }] : [];

const scope: Check = (request, _, { facts }) => {
  const { service, environments, slos } = request;
  const known = facts.services.get(service)?.environments ?? [];
  const strange = environments.filter((name) => !known.includes(name));
  const ids = new Set(namable(request, facts));
  const judged = new Set(
    [service, ...servicesNamed(facts.services.get(service)?.dependsOn ?? [])].flatMap((name) =>
      environments.flatMap((each) =>
        facts.slosOf(name, each).flatMap(({ slo }) => (slo.gate ? [slo.id] : [])),
      ),
    ),
  );
  const unknown = slos.filter((id) => !ids.has(id));
  const unjudged = slos.filter((id) => ids.has(id) && !judged.has(id));
  return [
    ...when(environments.length === 0, "environments", `name at least one of ${known.join(", ")}`),
    ...when(
      strange.length > 0,
      "environments",
      `${service} is not in ${strange.join(", ")}, only in ${known.join(", ")}`,
    ),
    ...when(
      unknown.length > 0,
      "slos",
      `${service} has no SLO ${unknown.join(", ")} there; it has ${[...ids].join(", ") || "none"}`,
    ),
    ...when(unjudged.length > 0, "slos", `the gate does not judge ${unjudged.join(", ")}: leave it out`),
  ];
};

const shaShape = /^[A-Za-z0-9][A-Za-z0-9._/+:@-]{0,199}$/;
const repositoryShape = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/;

const change: Check = ({ change: { sha, repository, kinds } }) => [
  ...when(sha !== undefined && !shaShape.test(sha), "change.sha", "is no commit, tag or digest"),
  ...when(
    repository !== undefined && !repositoryShape.test(repository),
    "change.repository",
    "is no repository, such as shop/checkout",
  ),
  ...when(
    kinds.some((kind) => !changeKinds.includes(kind)),
    "change.kinds",
    `knows only ${changeKinds.join(", ")}`,
  ),
];

const words: Check = ({ reason, businessImpact, risk, rollbackPlan }, _, { urgent }) => {
  const texts = { businessImpact, risk, rollbackPlan };
  return [
    ...when(
      !reasonCategories.includes(reason.category),
      "reason.category",
      `is one of ${reasonCategories.join(", ")}`,
    ),
    ...text("reason.text", reason.text, true),
    ...Object.entries(texts).flatMap(([field, said]) => text(field, said, urgent !== true)),
  ];
};

const text = (field: string, said: string, isNeeded: boolean): readonly FieldProblem[] => [
  ...when(isNeeded && said === "", field, "is missing: those who approve decide by it"),
  ...when(said.length > limits.text, field, `is longer than ${limits.text} characters`),
  ...when(!said.isWellFormed() || said.includes("\0"), field, "is no proper text"),
];

const links: Check = ({ evidence, followUp }) => [
  ...when(evidence.length > limits.links, "evidence", `takes up to ${limits.links} links`),
  ...evidence.flatMap((link, index) =>
    when(!isHttpLink(link), `evidence.${index}`, "is no http or https link"),
  ),
  ...when(
    followUp !== undefined && !isHttpLink(followUp) && !isTicket(followUp),
    "followUp",
    "is neither an http or https link nor a ticket, such as SHOP-123",
  ),
];

/** A page will make a link of it: nothing but the web may be behind that. */
export function isHttpLink(link: string): boolean {
  if (link.length > limits.link || !/^https?:\/\//i.test(link) || /\s/.test(link)) return false;
  const url = URL.parse(link);
  return (
    url !== null &&
    (url.protocol === "http:" || url.protocol === "https:") &&
    url.username === "" &&
    url.password === ""
  );
}

export const isTicket = (name: string): boolean => /^[A-Za-z0-9#][A-Za-z0-9 #_./-]{0,199}$/.test(name);

const furthest = 366 * 86_400;

const times: Check = ({ start, expiry, silverBullet }, { exceptions, timeZone }, { now }) => {
  if (!isTime(start) || start > now + furthest)
    return [{ field: "start", message: "is no time within a year from now" }];
  if (!isTime(expiry)) return [{ field: "expiry", message: "is no time" }];
  const longest = exceptions.maxLength;
  const end = endOfQuarter(start, timeZone);
  return [
    ...when(start >= expiry, "expiry", `comes no later than the start, ${isoMinute(start)}`),
    ...when(expiry <= now && start < expiry, "expiry", `is over: it is ${isoMinute(now)} now`),
    ...when(
      expiry - start > longest,
      "expiry",
      `is ${formatDuration(seconds(Math.floor(expiry - start)))} after the start; the policy allows ${formatDuration(longest)}`,
    ),
    ...when(
      silverBullet && expiry > end,
      "expiry",
      `a silver bullet ends with its quarter, at ${isoMinute(end)}`,
    ),
  ];
};

const counts: Check = ({ maxUses, maxBudgetCost, silverBullet }, _, { used = 0 }) => [
  ...when(
    !Number.isInteger(maxUses) || maxUses < 1 || maxUses > limits.uses,
    "maxUses",
    `is a whole number from 1 to ${limits.uses}`,
  ),
  ...when(silverBullet && maxUses !== 1, "maxUses", "a silver bullet is for one change"),
  ...when(maxUses < used, "maxUses", `is at least ${used}: so many changes went out with it already`),
  ...when(
    maxBudgetCost !== undefined && !(maxBudgetCost > 0 && maxBudgetCost <= 1),
    "maxBudgetCost",
    "is a share of the budget above 0 and up to 1, such as 0.02",
  ),
];
