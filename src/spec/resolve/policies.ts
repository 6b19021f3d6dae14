import { formatClock } from "../../model/experiment.ts";
import { weekdays } from "../../model/window.ts";
import type { GateRule, Policy } from "../../model/policy.ts";
import { builtInPolicy } from "../builtin-policy.ts";
import type { WrittenPolicy, WrittenRule } from "../kinds/policy.ts";
import type { Report } from "../report.ts";
import type { Environments } from "./environments.ts";
import {
  checkAscending,
  checkClaims,
  checkMargin,
  reportUnreachable,
  writtenClaims,
  type WrittenClaims,
} from "../checks/policy.ts";
import { shortHash } from "../hash.ts";
import { keepFirst } from "./unique.ts";

/** All policies by name, the built-in one among them unless someone replaced it. */
export function indexPolicies(
  written: readonly WrittenPolicy[],
  environments: Environments,
  report: Report,
): Map<string, Policy> {
  const first = keepFirst(written, ({ metadata }) => metadata.name, "policy", report);
  const policies = new Map<string, Policy>();
  for (const [name, each] of first) {
    const policy = toPolicy(each, environments, report);
    if (policy !== undefined) policies.set(name, policy);
  }
  if (!first.has(builtInPolicy.name)) policies.set(builtInPolicy.name, builtInPolicy);
  return policies;
}

/** Policies never merge with each other; a key that one leaves out has the built-in value. */
function toPolicy(
  { metadata, spec }: WrittenPolicy,
  environments: Environments,
  report: Report,
): Policy | undefined {
  const thresholds = readThresholds(spec.states);
  if (spec.states !== undefined && !checkAscending(spec.states, thresholds, report)) return undefined;
  const margin = spec.leave?.margin;
  if (margin !== undefined && !checkMargin(margin, thresholds.watch, report)) return undefined;
  const rules = spec.gate?.map((rule) => toRule(rule, environments));
  if (rules !== undefined && spec.gate !== undefined) reportUnreachable(rules, spec.gate, report);
  if (spec.experiments !== undefined && !checkHours(spec.experiments, report)) return undefined;
  const zone = spec.timeZone ?? builtInPolicy.timeZone;
  const experiments = spec.experiments && toExperiments(spec.experiments, zone);
  const content: Omit<Policy, "hash"> = {
    name: metadata.name.value,
    timeZone: zone,
    thresholds,
    leave: {
      margin: margin?.value ?? builtInPolicy.leave.margin,
      hold: spec.leave?.hold ?? builtInPolicy.leave.hold,
    },
    freshFor: spec.freshFor ?? builtInPolicy.freshFor,
    rulesGrace: spec.rulesGrace ?? builtInPolicy.rulesGrace,
    onUnregistered: spec.onUnregistered ?? builtInPolicy.onUnregistered,
    onNoSlo: spec.onNoSlo ?? builtInPolicy.onNoSlo,
    dependencies: {
      fastBurn: spec.dependencies?.fastBurn ?? builtInPolicy.dependencies.fastBurn,
      frozen: spec.dependencies?.frozen ?? builtInPolicy.dependencies.frozen,
    },
    gate: rules ?? builtInPolicy.gate,
    quorum: spec.quorum === undefined ? builtInPolicy.quorum : toQuorum(spec.quorum),
    silverBullets: { perQuarter: spec.silverBullets?.perQuarter ?? builtInPolicy.silverBullets.perQuarter },
    exceptions: {
      maxLength: spec.exceptions?.maxLength ?? builtInPolicy.exceptions.maxLength,
      answerWithin: spec.exceptions?.answerWithin ?? builtInPolicy.exceptions.answerWithin,
      escalateTo: spec.exceptions?.escalateTo ?? builtInPolicy.exceptions.escalateTo,
    },
    breakGlass: { reviewWithin: spec.breakGlass?.reviewWithin ?? builtInPolicy.breakGlass.reviewWithin },
    judge: spec.judge ?? builtInPolicy.judge,
    loosening: spec.loosening === undefined ? builtInPolicy.loosening : toLoosening(spec.loosening),
    ...(experiments !== undefined && { experiments }),
    ...(spec.claims !== undefined && { claims: toClaims(spec.claims) }),
    ...(spec.enforcement === "dry_run" && { enforcement: spec.enforcement }),
  };
  if (spec.claims !== undefined) checkClaims(spec.claims, content, report);
  return { ...content, hash: shortHash(content) };
}

type WrittenExperiments = NonNullable<WrittenPolicy["spec"]["experiments"]>;

function checkHours({ schedule }: WrittenExperiments, report: Report): boolean {
  if (schedule === undefined || schedule.from.value < schedule.to.value) return true;
  report(
    "clock-order",
    schedule.to.place,
    `${formatClock(schedule.to.value)} is not after ${formatClock(schedule.from.value)}: no experiment could ever run`,
    "write a later time; a span ends on the day it begins, at the latest at '24:00'",
  );
  return false;
}

function toExperiments(
  { schedule, floor, approval }: WrittenExperiments,
  policyZone: string,
): NonNullable<Policy["experiments"]> {
  return {
    ...(schedule !== undefined && {
      schedule: {
        timeZone: schedule.timeZone ?? policyZone,
        days: schedule.days ?? weekdays,
        from: schedule.from.value,
        to: schedule.to.value,
        excluded: schedule.excluded ?? [],
      },
    }),
    ...(floor !== undefined && { floor: floor.value }),
    approval: approval ?? [],
  };
}

const toClaims = (written: WrittenClaims): NonNullable<Policy["claims"]> =>
  Object.fromEntries(
    writtenClaims(written).map(([kind, { groups, proof }]) => [
      kind,
      { ...(groups !== undefined && { groups }), ...(proof !== undefined && { proof }) },
    ]),
  );

function readThresholds(states: WrittenPolicy["spec"]["states"]): Policy["thresholds"] {
  const { watch, caution, restricted, frozen } = builtInPolicy.thresholds;
  return {
    watch: states?.watch?.value ?? watch,
    caution: states?.caution?.value ?? caution,
    restricted: states?.restricted?.value ?? restricted,
    frozen: states?.frozen?.value ?? frozen,
  };
}

function toRule(rule: WrittenRule, environments: Environments): GateRule {
  const environment = rule.environment?.map(
    (written) => environments.find(written, "gate-environment-unknown")?.name ?? written.value,
  );
  return {
    ...(rule.change === undefined ? {} : { change: rule.change }),
    ...(environment === undefined ? {} : { environment }),
    ...(rule.state === undefined ? {} : { state: rule.state }),
    ...(rule.fastBurn === undefined ? {} : { fastBurn: rule.fastBurn }),
    then: rule.then,
  };
}

function toLoosening(written: NonNullable<WrittenPolicy["spec"]["loosening"]>): Policy["loosening"] {
  const { healthy, watch, caution, restricted, frozen } = written;
  return Object.fromEntries(
    Object.entries({ healthy, watch, caution, restricted, frozen }).filter(
      ([, effect]) => effect !== undefined,
    ),
  );
}

function toQuorum(quorum: NonNullable<WrittenPolicy["spec"]["quorum"]>): Policy["quorum"] {
  const { watch, caution, restricted, frozen } = quorum;
  return Object.fromEntries(
    Object.entries({ watch, caution, restricted, frozen }).filter(([, groups]) => groups !== undefined),
  );
}
