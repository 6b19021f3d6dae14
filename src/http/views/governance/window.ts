import { formatDuration } from "../../../model/durations.ts";
import type { Timestamp } from "../../../model/units.ts";
import type { Facts } from "../../../governance/facts.ts";
import { asking, ownerOf } from "../../../governance/windows/requirement.ts";
import type { Occurrence } from "../../../governance/windows/schedule/occurrences.ts";
import { runningOccurrence, stateOf, upcomingOccurrence } from "../../../governance/windows/standing.ts";
import type { MaintenanceWindow, WindowSchedule } from "../../../governance/windows/window.ts";
import type { WindowBody } from "../../schemas/governance/window.ts";
import { iso } from "../common.ts";
import { quorumView } from "./quorum.ts";

export function windowView(window: MaintenanceWindow, facts: Facts, now: Timestamp): WindowBody {
  const { id, request, requestHash, createdBy, createdAt } = window;
  const { kind, title, reason, service, slos, environments, group, schedule, acts } = request;
  const asked = asking(window, facts);
  const ended = window.denied ?? window.cancelled;
  return {
    id,
    state: stateOf(window, now),
    ...{ kind, title, reason, service, group, acts },
    slos: [...slos],
    environments: [...environments],
    schedule: scheduleView(schedule),
    ...span("running", runningOccurrence(window, now)),
    ...span("upcoming", upcomingOccurrence(window, now)),
    requestHash,
    createdBy,
    createdAt: iso(createdAt),
    ...(asked !== undefined && {
      quorum: quorumView(asked.requirement, window.approvals, ownerOf(request, facts)),
    }),
    ...(ended !== undefined && { ended: { ...ended, at: iso(ended.at) } }),
  };
}

const span = <Name extends string>(name: Name, occurrence: Occurrence | undefined) =>
  (occurrence === undefined
    ? {}
    : { [name]: { from: iso(occurrence.from), to: iso(occurrence.to) } }) as Partial<
    Record<Name, { from: string; to: string }>
  >;

const scheduleView = (schedule: WindowSchedule): WindowBody["schedule"] =>
  schedule.kind === "once"
    ? { kind: "once", from: iso(schedule.from), to: iso(schedule.to) }
    : { ...schedule, length: formatDuration(schedule.length) };
