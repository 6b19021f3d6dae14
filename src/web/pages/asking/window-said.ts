import type { WindowBody } from "../../../http/schemas/governance/window.ts";
import { keptMoment, linesOf, localMinute, momentOf } from "./read.ts";

export const repeats = {
  once: "once",
  "FREQ=DAILY": "every day",
  "FREQ=WEEKLY": "every week",
  own: "by a rule of your own",
};

/** What a new one is until somebody says otherwise. */
export const newWindow = {
  ...{ kind: "maintenance", title: "", reason: "", repeat: "once", rrule: "FREQ=MONTHLY;BYDAY=1SU" },
  ...{ length: "2h", budget: "count", gate: "none", slos: "" },
  alerts: true,
};

/** What stands in the form. */
export type Said = typeof newWindow & {
  service: string;
  environment: string;
  from: string;
  to: string;
  timeZone: string;
};

function scheduleOf({ repeat, rrule, from, to, timeZone, length }: Said): object {
  if (repeat === "once") return { kind: "once", from: momentOf(from), to: momentOf(to) };
  const rule = repeat === "own" ? rrule.trim() : repeat;
  return { kind: "recurring", rrule: rule, start: from, timeZone: timeZone.trim(), length: length.trim() };
}

/** The window as the API takes it. */
export const bodyOf = (said: Said) => ({
  kind: said.kind,
  title: said.title,
  reason: said.reason,
  service: said.service.trim(),
  slos: linesOf(said.slos),
  environments: linesOf(said.environment),
  schedule: scheduleOf(said),
  acts: { alerts: said.alerts, budget: said.budget, gate: said.gate },
});

export const needsApproval = ({ budget, gate }: Said): boolean => budget !== "count" || gate === "open";

type Schedule = WindowBody["schedule"];

const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Where nothing stands yet: a schedule of the other kind begins empty. */
const noTimes = { from: "", to: "", timeZone: "" };

function scheduleSaid(schedule: Schedule): Partial<Said> {
  if (schedule.kind === "once")
    return {
      repeat: "once",
      from: localMinute(new Date(schedule.from)),
      to: localMinute(new Date(schedule.to)),
      timeZone: zoneHere(),
    };
  const { rrule, start, timeZone, length } = schedule;
  const isUsual = rrule !== "own" && Object.hasOwn(repeats, rrule);
  return { repeat: isUsual ? rrule : "own", rrule, from: start.slice(0, 16), timeZone, length };
}

/** A window as it stands in the form. */
export const saidOf = (body: WindowBody): Said => ({
  ...newWindow,
  ...noTimes,
  ...{ kind: body.kind, title: body.title, reason: body.reason, service: body.service },
  environment: body.environments.join(", "),
  slos: body.slos.join("\n"),
  ...body.acts,
  ...scheduleSaid(body.schedule),
});

/** Seconds that the form does not show stay as they were read. */
function scheduleEdit(said: Said, read: Schedule): object {
  if (said.repeat === "once")
    return {
      kind: "once",
      from: keptMoment(said.from, read.kind === "once" ? read.from : undefined),
      to: keptMoment(said.to, read.kind === "once" ? read.to : undefined),
    };
  const start = read.kind === "recurring" && read.start.slice(0, 16) === said.from ? read.start : said.from;
  return { ...scheduleOf(said), start };
}

/** What is to be otherwise: the service and the group stay what they are. */
export function editOf(said: Said, read: WindowBody): object {
  const { service: _, ...edited } = bodyOf(said);
  return { ...edited, schedule: scheduleEdit(said, read.schedule), requestHash: read.requestHash };
}
