import type { CalendarKind } from "../../model/governance/calendar.ts";
import type { WindowGateEffect } from "../../model/governance/states.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import { isWaiting, stateOf } from "../exceptions/state.ts";
import type { Exception } from "../exceptions/exception.ts";
import { endsBy, type Experiment } from "../experiments/experiment.ts";
import { excludedDays } from "../experiments/schedule.ts";
import type { Facts } from "../facts.ts";
import type { GovernanceState } from "../state.ts";
import { occurrencesOf, type Occurrence } from "../windows/schedule/occurrences.ts";
import { isInForce, stateOf as windowState } from "../windows/standing.ts";
import type { MaintenanceWindow, WindowRequest } from "../windows/window.ts";

/** One stretch of time that somebody planning a day should know of. */
export interface CalendarEntry extends Occurrence {
  kind: CalendarKind;
  /** Of the object behind it; of a day without experiments the policy's name. */
  id: string;
  title: string;
  services: readonly string[];
  environments: readonly string[];
  /** In the words of its kind; absent for what nobody asks for. */
  state?: string;
  /** It waits for its quorum: not all of it may come to be. */
  pending: boolean;
  /** One of several of the same object. */
  recurring: boolean;
  /** What it does to changes while it lasts. */
  gate: WindowGateEffect;
}

interface Scene {
  state: Pick<GovernanceState, "windows" | "exceptions" | "experiments">;
  facts: Pick<Facts, "services" | "policies">;
  now: Timestamp;
}

/** Everything that overlaps from … to, each stretch whole, in order of time. */
export function calendarOf(
  { state, facts, now }: Scene,
  from: Timestamp,
  to: Timestamp,
): readonly CalendarEntry[] {
  const all = [
    ...[...state.windows.values()].flatMap((each) => ofWindow(each, now, from, to)),
    ...[...state.exceptions.values()].flatMap((each) => ofException(each, now)),
    ...[...state.experiments.values()].flatMap((each) => ofExperiment(each, now)),
    ...withoutExperiments(facts, from, to),
  ];
  return all
    .filter((each) => each.from < to && each.to > from)
    .sort((a, b) => a.from - b.from || a.to - b.to || (a.id < b.id ? -1 : 1));
}

/** As it was asked for at the time: what was changed or ended later does not rewrite what had been. */
function ofWindow(
  window: MaintenanceWindow,
  now: Timestamp,
  from: Timestamp,
  to: Timestamp,
): CalendarEntry[] {
  const { request, since, former, cancelled, denied } = window;
  const present = { request, since, until: (cancelled ?? denied)?.at, pending: !isInForce(window) };
  const versions = [...former.map((each) => ({ ...each, pending: false })), present];
  return versions.flatMap(({ request: asked, since: first, until, pending }) => {
    const [begin, end] = [timestamp(Math.max(from, first ?? from)), timestamp(Math.min(to, until ?? to))];
    if (begin >= end) return [];
    return occurrencesOf(asked.schedule, begin, end).map((each) => ({
      ...of(asked),
      // Cut off is only what this version did not live to see.
      from: timestamp(Math.max(each.from, first ?? each.from)),
      to: timestamp(Math.min(each.to, until ?? each.to)),
      id: window.id,
      state: windowState(window, now),
      pending: pending && until === undefined,
    }));
  });
}

const of = ({ kind, title, service, environments, schedule, acts }: WindowRequest) => ({
  ...{ kind, title, environments },
  services: [service],
  recurring: schedule.kind === "recurring",
  gate: acts.gate,
});

/** From its start to its expiry, or to when it was ended or used up. */
function ofException(exception: Exception, now: Timestamp): CalendarEntry[] {
  const { id, request, uses, ended } = exception;
  const state = stateOf(exception, now);
  if (state === "denied" || state === "withdrawn") return [];
  const lastUse = state === "consumed" ? uses.at(-1)?.at : undefined;
  return [
    {
      ...{ kind: "exception", id, state, environments: request.environments },
      title: request.reason.text,
      services: [request.service],
      from: request.start,
      to: timestamp(Math.min(request.expiry, ended?.at ?? Infinity, lastUse ?? Infinity)),
      pending: isWaiting(state),
      recurring: false,
      gate: "open",
    },
  ];
}

/** Those that have begun: what waits to begin has no time yet. */
function ofExperiment({ id, plan, state, startedAt, endedAt }: Experiment, now: Timestamp): CalendarEntry[] {
  if (startedAt === undefined) return [];
  const due = endsBy({ startedAt, plan });
  return [
    {
      ...{ kind: "experiment", id, state, title: plan.title },
      services: [plan.service],
      environments: [plan.environment],
      from: startedAt,
      to: endedAt ?? timestamp(Math.max(due, now)),
      pending: false,
      recurring: false,
      gate: "none",
    },
  ];
}

/** Days that a policy keeps free of experiments, for the services under it. */
function withoutExperiments({ services, policies }: Scene["facts"], from: Timestamp, to: Timestamp) {
  const under = Map.groupBy(services.values(), ({ policy }) => policy);
  return [...under].flatMap(([name, those]): CalendarEntry[] => {
    const schedule = policies.get(name)?.experiments?.schedule;
    if (schedule === undefined) return [];
    return excludedDays(schedule, from, to).map((day) => ({
      ...{ kind: "no-experiments", id: name, title: `no experiments: policy ${name}` },
      ...day,
      services: those.map((service) => service.name).sort(),
      environments: [],
      pending: false,
      recurring: false,
      gate: "none",
    }));
  });
}
