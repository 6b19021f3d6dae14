import { Document, type Node } from "yaml";
import { formatDuration } from "../../model/durations.ts";
import { formatClock } from "../../model/experiment.ts";
import type { GateRule, Policy } from "../../model/policy.ts";
import { plain, type Ratio } from "../../model/units.ts";

const percent = (share: Ratio): string => `${plain(share * 100)}%`;

const one = <Item>(items: readonly Item[]): Item | readonly Item[] =>
  items.length === 1 && items[0] !== undefined ? items[0] : items;

/** Conditions in the order in which people say them, only those that are there. */
const writtenRule = ({ change, environment, state, fastBurn, then }: GateRule) => ({
  ...(environment !== undefined && { environment }),
  ...(state !== undefined && { state: one(state) }),
  ...(fastBurn !== undefined && { fastBurn }),
  ...(change !== undefined && { change }),
  then,
});

const writtenExperiments = ({ schedule, floor, approval }: NonNullable<Policy["experiments"]>) => ({
  ...(schedule !== undefined && {
    schedule: { ...schedule, from: formatClock(schedule.from), to: formatClock(schedule.to) },
  }),
  ...(floor !== undefined && { floor: percent(floor) }),
  approval,
});

const specOf = (policy: Policy) => ({
  timeZone: policy.timeZone,
  states: Object.fromEntries(
    Object.entries(policy.thresholds).map(([state, share]) => [state, percent(share)]),
  ),
  leave: { margin: percent(policy.leave.margin), hold: formatDuration(policy.leave.hold) },
  freshFor: formatDuration(policy.freshFor),
  rulesGrace: formatDuration(policy.rulesGrace),
  onUnregistered: policy.onUnregistered,
  onNoSlo: policy.onNoSlo,
  dependencies: policy.dependencies,
  gate: policy.gate.map(writtenRule),
  quorum: policy.quorum,
  silverBullets: policy.silverBullets,
  exceptions: {
    maxLength: formatDuration(policy.exceptions.maxLength),
    answerWithin: formatDuration(policy.exceptions.answerWithin),
    escalateTo: policy.exceptions.escalateTo,
  },
  breakGlass: { reviewWithin: formatDuration(policy.breakGlass.reviewWithin) },
  judge: policy.judge,
  loosening: policy.loosening,
  ...(policy.experiments !== undefined && { experiments: writtenExperiments(policy.experiments) }),
  ...(policy.claims !== undefined && { claims: policy.claims }),
  ...(policy.enforcement !== undefined && { enforcement: policy.enforcement }),
});

/** A policy whole, as `slos/` could hold it: nothing left to defaults. `notes` become comments on top. */
export function policyYaml(policy: Policy, notes: readonly string[]): string {
  const document = new Document({ apiVersion: "nines/v1", kind: "Policy" });
  // One line for each map and each rule, as people write policies.
  const inline = (value: unknown): Node => document.createNode(value, { flow: true });
  const spec = Object.entries(specOf(policy)).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.map(inline) : inline(value),
  ]);
  document.set("metadata", inline({ name: policy.name }));
  document.set("spec", document.createNode(Object.fromEntries(spec)));
  document.commentBefore = notes.map((note) => ` ${note}`).join("\n");
  // Lists without inner spaces, maps with: as the examples have it. No name can hold a bracket.
  return document.toString({ lineWidth: 0 }).replaceAll(/\[ | \]/g, (found) => found.trim());
}
