import type { Cause, Decision, State } from "./policy.ts";

/** State is shape + word + colour, never colour alone: the same shapes in the terminal, on the page, in the badge. */
export const stateShapes: Readonly<Record<State, string>> = {
  healthy: "●",
  watch: "◔",
  caution: "◑",
  restricted: "◕",
  frozen: "■",
  unknown: "◌",
};

/** What a person calls each decision. */
export const decisionWords: Readonly<Record<Decision, string>> = {
  allow: "allowed",
  warn: "allowed, with a warning",
  needs_exception: "needs an exception",
  deny: "denied",
};

const thinSpace = "\u2009";
const minute = 60;
const hour = 3_600;
const day = 86_400;

/** Groups the digits of an event count by thin spaces: 85100000 → `85 100 000`; small fractions keep one digit. */
export function formatEvents(count: number): string {
  const whole = Number.isInteger(count) || Math.abs(count) >= 100;
  const [integer = "", fraction] = (whole ? Math.round(count).toString() : count.toFixed(1)).split(".");
  const grouped = integer.replace(/\B(?=(\d{3})+$)/g, thinSpace);
  return fraction === undefined || fraction === "0" ? grouped : `${grouped}.${fraction}`;
}

/** A burn rate as people compare it with a tier's factor: 14.4 → `14.4×`, 0 → `0×`, 1234.5 → `1 235×`. */
export function formatBurn(rate: number): string {
  if (rate >= 100) return `${formatEvents(Math.round(rate))}×`;
  const digits = rate > 0 && rate < 0.1 ? 2 : 1;
  return `${rate.toFixed(digits).replace(/\.0+$/, "")}×`;
}

/** The two largest units of a span of seconds: 273600 → `3 d 4 h`, 90 → `1 m 30 s`, 15000 → `4 h 10 m`. */
export function formatSpan(span: number): string {
  const whole = Math.max(0, Math.round(span));
  if (whole < minute) return `${whole} s`;
  if (whole < hour) return pair(whole, [minute, "m"], [1, "s"]);
  if (whole < day) return pair(whole, [hour, "h"], [minute, "m"]);
  return pair(whole, [day, "d"], [hour, "h"]);
}

function pair(
  span: number,
  [large, largeUnit]: [number, string],
  [small, smallUnit]: [number, string],
): string {
  const first = Math.floor(span / large);
  const second = Math.floor((span % large) / small);
  return second === 0 ? `${first} ${largeUnit}` : `${first} ${largeUnit} ${second} ${smallUnit}`;
}

/** Why a number is not known, for a narrow column. */
export const causeWords: Readonly<Record<Cause, string>> = {
  stale: "data too old",
  "no-data": "no data",
  "rules-behind": "rules behind git",
  "unknown-service": "unknown service",
  "unknown-environment": "unknown environment",
  "no-slo": "no SLO",
  "prometheus-unreachable": "Prometheus unreachable",
};

/** A group's labels: `region=eu, tenant=a`; empty for what is not grouped. */
export const groupText = (group: Readonly<Record<string, string>> = {}): string =>
  Object.entries(group)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");

/** How long the budget lasts, for a narrow column. */
export function leftText(
  exhaustion:
    { readonly kind: "exhausted" | "never" | "unknown" } | { readonly kind: "in"; readonly seconds: number },
): string {
  switch (exhaustion.kind) {
    case "exhausted":
      return "gone";
    case "never":
      return "never";
    case "in":
      return formatSpan(exhaustion.seconds);
    case "unknown":
      return "–";
  }
}

/** What can stand on an incident's timeline. */
export const timelineKinds = [
  "deployed",
  "began",
  "alert-fired",
  "alert-resolved",
  "note",
  "action-started",
  "action-finished",
  "closed",
  "reopened",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** Each in a word, for a narrow column. */
export const timelineWords: Readonly<Record<TimelineKind, string>> = {
  deployed: "deployed",
  began: "began",
  "alert-fired": "alert",
  "alert-resolved": "resolved",
  note: "note",
  "action-started": "action",
  "action-finished": "finished",
  closed: "closed",
  reopened: "reopened",
};

/** What the network's own codes mean to a person; each edge adds those that it alone can meet. */
export const networkWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused: nothing listens there",
  ECONNRESET: "the connection was reset",
  UND_ERR_SOCKET: "the connection broke",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "its name could not be looked up",
  EHOSTUNREACH: "no route to the host",
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
};
