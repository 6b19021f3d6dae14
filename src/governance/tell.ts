import { formatPercent } from "../model/decimals.ts";
import type { DeploymentOutcome } from "./deployments/deployment.ts";
import type { sayings } from "./incidents/feedback.ts";
import { groupKey } from "../model/observation.ts";
import type { EventKind, JournalEvent } from "./journal.ts";

type Sentences = { readonly [Kind in EventKind]: (event: JournalEvent<Kind>) => string };

const because = (reason: string | undefined): string =>
  reason === undefined || reason === "" ? "" : `: ${reason}`;
const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? "" : "s"}`;
const from = (region: string | undefined): string => (region === undefined ? "" : ` (${region})`);
const labelsOf = (group: Readonly<Record<string, string>>): string =>
  Object.keys(group).length === 0 ? "" : ` (${groupKey(group)})`;
const list = (names: readonly string[]): string => names.join(", ");

const deploymentWords: Readonly<Record<DeploymentOutcome, string>> = {
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "was cancelled",
};

const markWords: Readonly<Record<(typeof sayings)[number], string>> = {
  useful: "found it useful",
  noise: "found it noise",
  duplicate: "found it a duplicate",
  none: "took back what was said of it",
};

const sentences: Sentences = {
  "state-transition": ({ subject, payload: { from, to, cause, consumed } }) =>
    `${subject} went from ${from} to ${to}` +
    (cause === undefined ? "" : ` (${cause})`) +
    (consumed === undefined ? "" : ` with ${formatPercent(consumed)} of its budget consumed`),
  "definitions-loaded": ({ payload: { services, slos } }) =>
    `definitions of ${count(services, "service")} and ${count(slos, "SLO")} came into force`,
  "definitions-broken": ({ payload: { errors, first } }) =>
    `the definitions have ${count(errors, "error")}; the last good ones stay in force${because(first)}`,
  "definitions-mended": () => "the definitions are sound again",
  "act-answered": () => "a request with an idempotency key was answered",
  "token-created": ({ actor, payload: { subject, roles } }) =>
    `${actor} created a token for ${subject} (${list(roles)})`,
  "token-revoked": ({ actor, payload: { reason } }) => `${actor} revoked the token${because(reason)}`,
  "exception-requested": ({ actor, payload: { request, breakGlass } }) =>
    breakGlass === undefined
      ? `${actor} asked for an exception for ${request.service}: ${request.reason.text}`
      : `${actor} broke the glass for ${request.service}: ${request.reason.text}`,
  "exception-edited": ({ actor }) => `${actor} edited the request, which voids its approvals`,
  "exception-approved": ({ actor, payload: { group, standIn, comment } }) =>
    `${actor} approved for ${group}${standIn ? ", standing in" : ""}${because(comment)}`,
  "exception-denied": ({ actor, payload: { reason, cause } }) =>
    cause === "no-answer" ? `denied for want of an answer: ${reason}` : `${actor} denied it: ${reason}`,
  "exception-withdrawn": ({ actor, payload: { reason } }) => `${actor} withdrew it${because(reason)}`,
  "exception-revoked": ({ actor, payload: { reason } }) => `${actor} revoked it: ${reason}`,
  "exception-reminded": ({ payload: { missing } }) =>
    `half the time is over; ${list(missing)} has not answered`,
  "exception-escalated": ({ payload: { to, missing } }) =>
    `${list(missing)} has not answered in time: escalated to ${to.length === 0 ? "nobody, since the policy names none" : list(to)}`,
  "exception-requirement-raised": ({ payload: { requirement } }) =>
    `the state is ${requirement.state} now: ${list(requirement.seats)} must approve`,
  "exception-in-force": () => "in force from now on",
  "exception-expiring": ({ payload: { usesLeft } }) => `soon over, with ${count(usesLeft, "use")} left`,
  "exception-expired": () => "expired",
  "exception-review-due": ({ payload: { overdue } }) =>
    overdue ? "its review is overdue" : "half the time for its review is over",
  "exception-reviewed": ({ actor, payload: { verdict, comment } }) =>
    `${actor} found it ${verdict === "justified" ? "justified" : "not justified"}${because(comment)}`,
  "exception-followed-up": ({ actor, payload: { comment } }) => `${actor} followed up${because(comment)}`,
  "gate-decision": ({ actor, payload: { key, decision } }) =>
    `${actor} asked for ${key.change} of ${list(key.services)} to ${key.environment}` +
    `${key.sha === undefined ? "" : ` (${key.sha})`}: ${decision}`,
  "correction-requested": ({ actor, payload: { request } }) =>
    `${actor} asked to correct the budget of ${request.service}: ${request.reason}`,
  "correction-approved": ({ actor, payload: { group, comment } }) =>
    `${actor} approved for ${group}${because(comment)}`,
  "correction-denied": ({ actor, payload: { reason } }) => `${actor} denied it: ${reason}`,
  "correction-withdrawn": ({ actor, payload: { reason } }) => `${actor} withdrew it${because(reason)}`,
  "correction-revoked": ({ actor, payload: { reason } }) => `${actor} revoked it: ${reason}`,
  "window-created": ({ actor, payload: { request } }) =>
    `${actor} created the ${request.kind} window "${request.title}" for ${request.service}`,
  "window-changed": ({ actor }) => `${actor} changed it, which voids its approvals`,
  "window-approved": ({ actor, payload: { group, comment } }) =>
    `${actor} approved for ${group}${because(comment)}`,
  "window-denied": ({ actor, payload: { reason } }) => `${actor} denied it: ${reason}`,
  "window-cancelled": ({ actor, payload: { reason } }) => `${actor} cancelled it${because(reason)}`,
  "promises-changed": ({ payload: { set, gone } }) =>
    `what ${count(Object.keys(set).length + gone.length, "SLO")} promised changed`,
  "promise-loosened": ({ payload: { slo, kinds, state, heldUntil } }) =>
    `the promise of ${slo} was made easier (${list(kinds)}) while it was ${state}` +
    (heldUntil === undefined ? "" : "; its former standing is kept until that is approved"),
  "experiment-requested": ({ actor, payload: { plan, seats } }) =>
    `${actor} asked to experiment on ${plan.service}: ${plan.title}` +
    (seats.length === 0 ? "" : `; ${list(seats)} must approve`),
  "experiment-approved": ({ actor, payload: { group, comment } }) =>
    `${actor} approved for ${group}${because(comment)}`,
  "experiment-denied": ({ actor, payload: { reason } }) => `${actor} denied it: ${reason}`,
  "experiment-withdrawn": ({ actor, payload: { reason } }) => `${actor} withdrew it${because(reason)}`,
  "experiment-started": ({ actor }) => `${actor} started it: it is watched from now on`,
  "experiment-finished": ({ actor, payload: { comment } }) => `${actor} finished it${because(comment)}`,
  "experiment-aborted": ({ actor, payload: { reason } }) => `${actor} aborted it: ${reason}`,
  "loosening-approved": ({ actor, payload: { group, comment } }) =>
    `${actor} approved for ${group}${because(comment)}`,
  "loosening-ended": ({ payload: { why } }) => `no longer held: ${why}`,
  "deployment-recorded": ({ actor, payload: { service, environment, sha, version, outcome } }) =>
    `${actor} told that ${version ?? sha ?? "a change"} of ${service} to ${environment} ` +
    (outcome === undefined ? "is under way" : deploymentWords[outcome]),
  "forge-asked": ({ payload: { repository, environment, sha } }) =>
    `${repository} asked for ${sha} to ${environment}`,
  "forge-told": ({ payload: { about } }) =>
    about === "none" ? "it was told that it needs an exception" : `it was told that it waits for ${about}`,
  "forge-answered": ({ payload: { answer, reason } }) => `${answer}${because(reason)}`,
  "channels-configured": ({ payload: { channels, routes } }) =>
    channels.length === 0
      ? "nothing is announced from now on"
      : `announced from now on to ${list(channels.map(({ name }) => name))}, by ${count(routes.length, "route")}`,
  "notice-delivered": ({ subject, payload: { notice } }) => `${subject} received ${notice}`,
  "notice-undelivered": ({ subject, payload: { notice, reason } }) =>
    `${notice} could not be delivered to ${subject}${because(reason)}`,
  "notices-gathered": ({ subject, payload: { last } }) =>
    `what waited for ${subject} up to ${last} became one message`,
  "alert-fired": ({ payload: { alertname, slo, service, environment, tier, severity, group, incident } }) =>
    `${alertname}${severity === undefined ? "" : ` (${list([severity, ...(tier === undefined ? [] : [tier])])})`} ` +
    `fired for ${slo ?? `${service} in ${environment}`}${labelsOf(group)}` +
    (incident === undefined ? "" : `, of ${incident}`),
  "alert-resolved": ({ payload: { incident } }) =>
    `the alert resolved${incident === undefined ? "" : `, of ${incident}`}`,
  "alert-marked": ({ actor, payload: { mark, comment } }) => `${actor} ${markWords[mark]}${because(comment)}`,
  "alert-missed": ({ actor, payload: { slo, what } }) => `${actor} entered a missed alert of ${slo}: ${what}`,
  "incident-opened": ({ actor, payload: { service, environment, title, alert } }) =>
    `${alert === undefined ? actor : "an alert"} opened an incident of ${service} in ${environment}: ${title}`,
  "incident-reopened": ({ actor, payload: { alert, reason } }) =>
    `${alert === undefined ? actor : "an alert"} opened it again${because(reason)}`,
  "incident-closed": ({ actor, payload: { cause, reason } }) =>
    cause === "by-hand" ? `${actor} closed it${because(reason)}` : "closed: every alert has resolved",
  "incident-changed": ({ actor, payload: { title, startedAt } }) =>
    `${actor} changed ${list([...(title === undefined ? [] : [`its title to "${title}"`]), ...(startedAt === undefined ? [] : ["when it began"])])}`,
  "incident-noted": ({ actor, payload: { text, region } }) => `${actor}${from(region)}: ${text}`,
  "incident-action-started": ({ actor, payload: { what, region, finishedAt } }) =>
    `${actor}${from(region)} ${finishedAt === undefined ? "began" : "did"}: ${what}`,
  "incident-action-finished": ({ actor, payload: { action, outcome } }) =>
    `${actor} finished ${action}${because(outcome)}`,
};

/** One sentence for a person about what an event says, whoever and whatever it is about. */
export const tell = (event: JournalEvent): string =>
  (sentences[event.kind] as (event: JournalEvent) => string)(event);
