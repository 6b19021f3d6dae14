import type { ChangeKind, Decision, GateRule, Policy, State } from "../model/policy.ts";
import type { GateView } from "./view.ts";

/** What a policy's gate rules ask about. */
export interface Circumstances {
  change: ChangeKind;
  /** Canonical name. */
  environment: string;
  state: State;
  fastBurn: boolean;
}

/** The line that decides, counted from 1; without one the answer is deny. */
export interface Ruling {
  decision: Decision;
  rule?: number;
  ruleText: string;
}

/** First match wins, no match is deny. */
export function rule(
  policy: Policy,
  circumstances: Circumstances,
  view: Pick<GateView, "environments">,
): Ruling {
  const index = policy.gate.findIndex((each) => matches(each, circumstances, view));
  const found = policy.gate[index];
  return found === undefined
    ? { decision: "deny", ruleText: "no rule matches → deny" }
    : { decision: found.then, rule: index + 1, ruleText: describeRule(found) };
}

const matches = (
  { change, environment, state, fastBurn }: GateRule,
  is: Circumstances,
  { environments }: Pick<GateView, "environments">,
): boolean =>
  (change?.includes(is.change) ?? true) &&
  (state?.includes(is.state) ?? true) &&
  (fastBurn === undefined || fastBurn === is.fastBurn) &&
  (environment?.some((name) => (environments.get(name)?.name ?? name) === is.environment) ?? true);

/** A line of a policy's gate in words: `restricted + feature → needs_exception`. */
export function describeRule({ environment, state, fastBurn, change, then }: GateRule): string {
  const burn = fastBurn === undefined ? [] : [fastBurn ? "fast burn" : "no fast burn"];
  const lists = [environment, state, burn, change].map((names) => names?.join("/") ?? "");
  const conditions = lists.filter((text) => text !== "");
  return `${conditions.length > 0 ? conditions.join(" + ") : "anything else"} → ${then}`;
}
