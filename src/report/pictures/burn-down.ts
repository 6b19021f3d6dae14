import { formatPercent } from "../../model/decimals.ts";
import type { State } from "../../model/policy.ts";
import { paperColours, stateColours } from "../../model/state-colours.ts";
import type { Timestamp } from "../../model/units.ts";
import { shape, sheet, styled, type Theme, written } from "./drawing.ts";
import { fitted, textWidth } from "./text.ts";

/** Something that happened, on the picture's time axis. */
export interface PictureMark {
  kind: string;
  from: Timestamp;
  to?: Timestamp;
}

/** A budget over its window, as a picture for a chat or a ticket. */
export interface BurnDown {
  name: string;
  state: State;
  /** `91.2 % of 99.9 % over 30d consumed`, and what else stands below the name. */
  facts: readonly string[];
  window: { from: Timestamp; to: Timestamp };
  /** What was left of the budget at each time, oldest first: 1 is all of it. */
  points: readonly (readonly [at: Timestamp, left: number])[];
  marks: readonly PictureMark[];
  /** Why there is no line, or what is to be known of it. */
  note?: string;
  /** When it was drawn. */
  at: Timestamp;
}

const width = 720;
const height = 320;
const plot = { left: 56, right: 700, top: 84, bottom: 268 } as const;

/** How many a picture can hold that somebody still tells apart. */
const mostMarks = 40;

const markShapes: Readonly<Record<string, string>> = {
  alert: "M0 -5L5 4L-5 4Z",
  deployment: "M0 -5L5 0L0 5L-5 0Z",
  incident: "M-1.5 -5H1.5V-1.5H5V1.5H1.5V5H-1.5V1.5H-5V-1.5H-1.5Z",
};
const otherMark = "M-4 -4H4V4H-4Z";

type Scale = (value: number) => number;

const scaleOf =
  ([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale =>
  (value) =>
    Math.round((start + ((value - from) / (to - from || 1)) * (end - start)) * 10) / 10;

/** Below nothing as far as the budget is overspent, but never so far that the rest cannot be seen. */
const deepest = -1;

const lowestOf = (points: BurnDown["points"]): number =>
  points.reduce((low, [, left]) => Math.max(deepest, Math.min(low, left)), 0);

export function burnDownSvg(drawn: BurnDown, theme: Theme = "auto"): string {
  const { points, window } = drawn;
  const lowest = lowestOf(points);
  const x = scaleOf([window.from, window.to], [plot.left, plot.right]);
  const y = scaleOf([1, lowest], [plot.top, plot.bottom]);
  return sheet({ width, height, title: titleOf(drawn) }, [
    styled(paints(drawn.state), theme),
    `<rect class="ground" width="${width}" height="${height}"/>`,
    ...head(drawn),
    ...grid(window, lowest, x, y),
    ...drawn.marks.slice(-mostMarks).map((mark) => markOf(mark, x, window)),
    `<line class="ideal" x1="${x(window.from)}" y1="${y(1)}" x2="${x(window.to)}" y2="${y(0)}" stroke-width="1.5" stroke-dasharray="4 4"/>`,
    line(points, x, y),
    ...foot(drawn),
  ]);
}

const titleOf = ({ name, state, facts, note }: BurnDown): string =>
  [`${name}: ${state}`, ...facts, ...(note === undefined ? [] : [note])].join(", ");

const paints = (state: State) =>
  [
    [".ground", "fill", paperColours.ground],
    [".ink", "fill", paperColours.ink],
    [".quiet", "fill", paperColours.quiet],
    [".state", "fill", stateColours[state]],
    [".state-line", "stroke", stateColours[state]],
    [".grid", "stroke", paperColours.line],
    [".zero", "stroke", paperColours.quiet],
    [".ideal", "stroke", paperColours.quiet],
    [".left", "stroke", paperColours.accent],
    [".mark", "fill", paperColours.quiet],
    [".band", "fill", paperColours.bar],
  ] as const;

function head({ name, state, facts }: BurnDown): string[] {
  const word = textWidth(state, 15, true);
  const room = width - 40 - word - 24 - 20;
  return [
    written(fitted(name, 16, room, true), 20, 32, { size: 16, className: "ink", isBold: true }),
    shape(state, width - 20 - word - 20, 18, 16, "state"),
    written(state, width - 20, 32, { size: 15, className: "state", isBold: true, align: "end" }),
    written(fitted(facts.join(" · "), 12, width - 40), 20, 56, { size: 12, className: "quiet" }),
  ];
}

function grid({ from, to }: BurnDown["window"], lowest: number, x: Scale, y: Scale): string[] {
  const levels = [1, 0.5, 0, ...(lowest <= -0.25 ? [lowest] : [])];
  const days = Array.from({ length: 5 }, (_, part) => from + ((to - from) * part) / 4);
  return [
    ...levels.map((level) => {
      const at = y(level);
      return `<line class="${level === 0 ? "zero" : "grid"}" x1="${plot.left}" x2="${plot.right}" y1="${at}" y2="${at}"/>${written(formatPercent(level).replace("-", "−"), plot.left - 8, at + 4, { size: 11, className: "quiet", align: "end" })}`;
    }),
    ...days.map((at, part) => {
      const text = dayOf(at, to - from);
      // The last one would leave the picture.
      const align = part === 4 ? "end" : "start";
      return written(text, part === 4 ? plot.right : x(at), plot.bottom + 18, {
        size: 11,
        className: "quiet",
        align,
      });
    }),
  ];
}

const twoDays = 172_800;

/** `24 Oct`, or `14:00` where the whole window is short; UTC, as the foot says. */
const dayOf = (at: number, span: number): string =>
  new Date(at * 1_000).toLocaleString("en-GB", {
    timeZone: "UTC",
    ...(span <= twoDays
      ? ({ hour: "2-digit", minute: "2-digit" } as const)
      : ({ day: "numeric", month: "short" } as const)),
  });

/** Bands for what lasts, a sign above the line for what happened. */
function markOf({ kind, from, to }: PictureMark, x: Scale, window: BurnDown["window"]): string {
  const begin = x(Math.max(from, window.from));
  const end = x(Math.min(to ?? from, window.to));
  if (["maintenance", "correction", "exception"].includes(kind))
    return `<rect class="band" x="${begin}" y="${plot.top}" width="${Math.max(2, end - begin)}" height="${plot.bottom - plot.top}" opacity="0.7"/>`;
  const path = Object.hasOwn(markShapes, kind) ? (markShapes[kind] ?? otherMark) : otherMark;
  return `<path class="mark" transform="translate(${begin} ${plot.top - 8})" d="${path}"/>`;
}

function line(points: BurnDown["points"], x: Scale, y: Scale): string {
  if (points.length === 0) return "";
  const path = points.map(([at, left]) => `${x(at)} ${y(Math.max(left, deepest))}`).join("L");
  return `<path class="left" d="M${path}" fill="none" stroke-width="2.5" stroke-linejoin="round"/>`;
}

const legend = "budget left · dashed: spent evenly · ▲ alert ◆ deployment ✚ incident";

function foot({ note, at, points }: BurnDown): string[] {
  const when = `as of ${dayOf(at, Infinity)} ${dayOf(at, 0)} UTC · nines`;
  const left = note ?? (points.length === 0 ? "nothing is recorded yet" : legend);
  const room = width - 60 - textWidth(when, 11);
  return [
    written(fitted(left, 11, room), 20, height - 14, {
      size: 11,
      className: note === undefined ? "quiet" : "ink",
    }),
    written(when, width - 20, height - 14, { size: 11, className: "quiet", align: "end" }),
  ];
}
