import type { IncidentDetailBody } from "../../../http/schemas/incidents/incident.ts";

type Alert = IncidentDetailBody["alerts"][number];
type Action = IncidentDetailBody["actions"][number];

/** Something that lasted, in one lane; times in milliseconds since 1970. */
export interface Bar {
  id: string;
  kind: "alert" | "action";
  title: string;
  by?: string;
  from: number;
  to: number;
  /** It still goes on: `to` is the present. */
  open: boolean;
  /** Bars of one row do not overlap. */
  row: number;
}

/** What happened in one region; the one without a name is about no region in particular. */
export interface Lane {
  region: string;
  rows: number;
  bars: readonly Bar[];
}

/** A stretch of time in which several regions acted at once. */
export interface Clash {
  from: number;
  to: number;
  regions: readonly string[];
}

/** A deployment: a moment across all lanes. */
export interface Moment {
  id: string;
  at: number;
  title: string;
}

export interface Lanes {
  from: number;
  to: number;
  lanes: readonly Lane[];
  moments: readonly Moment[];
  clashes: readonly Clash[];
}

type Span = Omit<Bar, "row"> & { region: string };

/** Everything that lasted, laid out by region on one axis: who acts against whom is to be seen before it is read. */
export function lanesOf(incident: IncidentDetailBody, now: number): Lanes {
  const named = new Set(incident.actions.flatMap(({ region }) => region ?? []));
  const actions = incident.actions.map((action) => actionSpan(action, now));
  const spans = [...incident.alerts.map((alert) => alertSpan(alert, named, now)), ...actions];
  const times = spans.flatMap(({ from, to }) => [from, to]);
  const from = Math.min(Date.parse(incident.startedAt), ...times);
  const to = Math.max(incident.endedAt === undefined ? now : Date.parse(incident.endedAt), ...times);
  const regions = [...new Set(spans.map(({ region }) => region))].sort();
  const moments = incident.timeline.flatMap(({ kind, at, text, about = text }) =>
    kind === "deployed" ? [{ id: about, at: Date.parse(at), title: text }] : [],
  );
  const begin = Math.min(from, ...moments.map(({ at }) => at).filter((at) => from - at <= to - from));
  return {
    from: begin,
    to,
    lanes: regions.map((region) => laneOf(region, spans)),
    moments: moments.filter(({ at }) => at >= begin && at <= to),
    clashes: clashesOf(actions),
  };
}

/** An alert of a group stands in the lane of the region that it is about. */
function alertSpan(
  { id, startsAt, endsAt, group, ...alert }: Alert,
  named: ReadonlySet<string>,
  now: number,
): Span {
  const about = Object.values(group);
  const region = about.find((value) => named.has(value)) ?? group["region"] ?? "";
  const title = [alert.severity, alert.tier, alert.slo?.split(".")[1] ?? alert.alertname]
    .filter(Boolean)
    .join(" ");
  return { id, kind: "alert", title, region, ...lasting(startsAt, endsAt, now) };
}

const actionSpan = ({ id, what, by, region = "", startedAt, finishedAt }: Action, now: number): Span => ({
  ...{ id, kind: "action", title: what, by, region },
  ...lasting(startedAt, finishedAt, now),
});

const lasting = (from: string, to: string | undefined, now: number) => ({
  from: Date.parse(from),
  to: Math.max(to === undefined ? now : Date.parse(to), Date.parse(from)),
  open: to === undefined,
});

/** Each bar takes the first row that is free by then; alerts stand above what people do about them. */
function laneOf(region: string, spans: readonly Span[]): Lane {
  const bars: Bar[] = [];
  let above = 0;
  for (const kind of ["alert", "action"] as const) {
    const ends: number[] = [];
    const own = spans.filter((span) => span.region === region && span.kind === kind);
    for (const { region: _, ...span } of own.toSorted((a, b) => a.from - b.from)) {
      const free = ends.findIndex((end) => end <= span.from);
      const row = free === -1 ? ends.length : free;
      ends[row] = span.to;
      bars.push({ ...span, row: above + row });
    }
    above += ends.length;
  }
  return { region, rows: above, bars };
}

/** When actions of two regions or more were under way at once. */
export function clashesOf(actions: readonly Pick<Span, "region" | "from" | "to">[]): readonly Clash[] {
  const named = actions.filter(({ region }) => region !== "");
  const edges = [...new Set(named.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const found: { from: number; to: number; regions: string[] }[] = [];
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const to = edges[index + 1] ?? from;
    const there = named.filter((each) => each.from <= from && each.to >= to);
    const regions = [...new Set(there.map(({ region }) => region))].sort();
    if (regions.length < 2) continue;
    const last = found.at(-1);
    if (last?.to !== from) found.push({ from, to, regions });
    else {
      last.to = to;
      last.regions = [...new Set([...last.regions, ...regions])].sort();
    }
  }
  return found;
}

const minute = 60_000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 7_200, 14_400].map(
  (each) => each * minute,
);

/** Round moments of the axis, five or six of them. */
export function ticksOf(from: number, to: number): readonly number[] {
  const step = steps.find((each) => (to - from) / each <= 6) ?? steps.at(-1) ?? minute;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}
