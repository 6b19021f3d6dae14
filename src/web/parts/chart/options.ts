import type uPlot from "uplot";
import { tickTexts } from "./moments.ts";

/** A stretch or a moment drawn over the lines. */
export interface Band {
  /** A custom property of the page's colours: `--accent`. */
  colour: string;
  /** Seconds since 1970. */
  from: number;
  to: number;
  /** The one that somebody points at. */
  loud: boolean;
}

export interface Line {
  label: string;
  /** A custom property of the page's colours: `--accent`. */
  colour: string;
  values: readonly (number | null)[];
  format: (value: number) => string;
  dashed?: boolean;
  filled?: boolean;
  /** A straight line across moments of which it says nothing. */
  across?: boolean;
}

/** As uPlot counts the sides of a chart. */
const onTheLeft = 3;

/** Charts under each other have their time axes in line. */
export const axisWidth = 64;
/** To the right of the lines, so that the last tick has room. */
export const rightMargin = 24;

/** The colour as the theme has it now: canvases do not know of custom properties. */
const colourOf = (element: Element, name: string): string =>
  getComputedStyle(element).getPropertyValue(name).trim();

/** `light-dark(…)` and mixtures become plain colours on an element that is never seen. */
export function plainColour(element: Element, name: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour || colourOf(element, name);
}

export function drawBands(chart: uPlot, root: Element, bands: readonly Band[]): void {
  const { ctx, bbox } = chart;
  const within = (x: number): number => Math.min(Math.max(x, bbox.left), bbox.left + bbox.width);
  ctx.save();
  for (const { colour, from, to, loud } of bands) {
    const left = within(chart.valToPos(from, "x", true));
    const right = within(chart.valToPos(to, "x", true));
    ctx.fillStyle = plainColour(root, colour);
    ctx.globalAlpha = loud ? 0.34 : 0.1;
    ctx.fillRect(left, bbox.top, Math.max(right - left, devicePixelRatio), bbox.height);
    ctx.globalAlpha = loud ? 1 : 0.45;
    ctx.fillRect(left, bbox.top, (loud ? 2 : 1) * devicePixelRatio, bbox.height);
  }
  ctx.restore();
}

export interface Plan {
  root: HTMLElement;
  height: number;
  lines: readonly Line[];
  /** Charts of one group share their cursor. */
  group: string;
  /** What the time axis shows. */
  range: () => [number, number];
  bands: () => readonly Band[];
  onCursor: (index: number | undefined) => void;
  onZoom: (from: number, to: number) => void;
}

/** Less than that is a click that slipped. */
const leastDrag = 8;

const seriesOf = ({ label, colour, dashed, filled, across, format }: Line, root: Element): uPlot.Series => ({
  label,
  stroke: plainColour(root, colour),
  width: 1.5,
  spanGaps: across === true,
  ...(dashed === true && { dash: [4, 4] }),
  ...(filled === true && { fill: withAlpha(plainColour(root, colour)) }),
  points: { show: false },
  value: (_, value: number | null) => (value === null ? "–" : format(value)),
});

const withAlpha = (colour: string): string =>
  colour.replace(/^rgb\(([^)]+)\)$/, "rgb($1 / 13%)").replaceAll(",", " ");

export function optionsFor(plan: Plan): uPlot.Options {
  const { root, lines } = plan;
  const ink = plainColour(root, "--quiet");
  const grid = { stroke: plainColour(root, "--line"), width: 1 };
  const axis = { stroke: ink, grid, ticks: grid, font: "12px system-ui" };
  const format = lines[0]?.format ?? String;
  // uPlot counts sides, and its type for them is an enum that only its own build knows.
  const axes: unknown[] = [
    {
      ...axis,
      values: (_: uPlot, ticks: number[], __: number, ___: number, apart: number) => tickTexts(ticks, apart),
    },
    { ...axis, side: onTheLeft, size: axisWidth, values: (_: uPlot, values: number[]) => values.map(format) },
  ];
  return {
    width: root.clientWidth,
    height: plan.height,
    padding: [8, rightMargin, 0, 0],
    cursor: { sync: { key: plan.group }, points: { size: 6 }, drag: { x: true, y: false, setScale: false } },
    legend: { show: false },
    scales: { x: { time: true, range: () => plan.range() } },
    series: [{}, ...lines.map((line) => seriesOf(line, root))],
    axes: axes as uPlot.Axis[],
    hooks: {
      drawClear: [(chart: uPlot) => drawBands(chart, root, plan.bands())],
      setCursor: [({ cursor }: uPlot) => plan.onCursor(cursor.idx ?? undefined)],
      setSelect: [
        (chart: uPlot) => {
          const { left, width } = chart.select;
          if (width < leastDrag) return;
          const [from, to] = [chart.posToVal(left, "x"), chart.posToVal(left + width, "x")];
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          plan.onZoom(from, to);
        },
      ],
    },
  };
}
