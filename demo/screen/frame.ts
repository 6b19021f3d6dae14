import { decisionMark, inState, stateMark, type Ink } from "../../src/cli/terminal/ink.ts";
import { table } from "../../src/cli/terminal/table.ts";
import { label } from "../../src/model/names.ts";
import type { Decision, State } from "../../src/model/policy.ts";
import { formatSpan } from "../../src/model/wording.ts";
import type { Notice } from "../stack/pager.ts";

/** What the gate answers for a feature of one service, and its first reason. */
export interface GateLine {
  service: string;
  decision: Decision;
  state: State;
  sentence: string;
}

/** Everything one picture of the demo shows. */
export interface View {
  /** Seconds since everything was up. */
  running: number;
  /** Seconds until it ends by itself. */
  left?: number;
  addresses: readonly { name: string; url: string; note: string }[];
  /** `nines status`, or why there is none. */
  status: readonly string[];
  gate: readonly GateLine[];
  notices: readonly Notice[];
  events: readonly string[];
  /** Commands to copy. */
  hints: readonly string[];
}

const noticesShown = 6;

/** The demo as lines of text; what matters least comes last, since a small window cuts there. */
export const frame = (ink: Ink, view: View): string[] => [
  `${ink("bold", "nines demo")}   ${clock(view)}`,
  "",
  ...view.status,
  "",
  ...section(ink, "May a feature go out now?", gateRows(ink, view.gate)),
  ...section(ink, "Rung at the pager", noticeRows(ink, view.notices)),
  ...section(ink, "What happened", view.events.slice(-4)),
  ...section(ink, "Where", addressRows(view.addresses)),
  ...section(ink, "Try", view.hints),
];

const clock = ({ running, left }: View): string =>
  `up ${formatSpan(running)} · ${left === undefined ? "Ctrl-C ends it" : `ends in ${formatSpan(left)}`}`;

const section = (ink: Ink, title: string, rows: readonly string[]): string[] =>
  rows.length === 0 ? [] : [ink("bold", title), ...rows.map((row) => `  ${row}`), ""];

/** Columns without a heading: what stands in them says itself. */
const aligned = (rows: readonly (readonly string[])[]): string[] =>
  table(
    (rows[0] ?? []).map(() => ({ title: "" })),
    rows,
  ).slice(1);

const gateRows = (ink: Ink, lines: readonly GateLine[]): string[] =>
  aligned(
    lines.map(({ service, decision, state, sentence }) => [
      service,
      stateMark(ink, state),
      decisionMark(ink, decision),
      ink("dim", sentence),
    ]),
  );

function noticeRows(ink: Ink, notices: readonly Notice[]): string[] {
  if (notices.length === 0) return [ink("dim", "nothing yet")];
  const hidden = notices.length - noticesShown;
  const shown = [...notices].sort(byUrgency).slice(0, noticesShown);
  const rows = aligned(shown.map((notice) => noticeCells(ink, notice)));
  return hidden > 0 ? [...rows, `and ${hidden} more`] : rows;
}

/** Pages before tickets before the rest, then the newest. */
const byUrgency = (a: Notice, b: Notice): number => rank(a) - rank(b) || b.at - a.at;
const urgent = ["page", "ticket"];
const rank = ({ labels }: Notice): number =>
  urgent.includes(labels[label.severity] ?? "") ? urgent.indexOf(labels[label.severity]!) : urgent.length;

function noticeCells(ink: Ink, { at, receiver, status, labels }: Notice): string[] {
  const severity = labels[label.severity] ?? "";
  const rings = severity === "page" && status === "firing";
  const what = [labels.alertname, labels[label.tier] ?? labels[label.state], labels[label.id], labels.region];
  return [
    time(at),
    rings ? inState(ink, "frozen", `▲ ${severity}`) : `△ ${severity}`,
    what.filter((part) => part !== undefined).join(" "),
    `→ ${receiver}${status === "firing" ? "" : " (resolved)"}`,
  ];
}

/** UTC, as Prometheus and Alertmanager show it. */
const time = (at: number): string => `${new Date(at * 1_000).toISOString().slice(11, 19)} UTC`;

const addressRows = (addresses: View["addresses"]): string[] =>
  aligned(addresses.map(({ name, url, note }) => [name, url, note]));
