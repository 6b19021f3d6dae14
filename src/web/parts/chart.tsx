import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";

/** What the chart draws over its lines: a stretch or a moment, by its kind. */
export interface ChartMark {
  kind: string;
  title: string;
  /** Seconds since 1970. */
  from: number;
  to: number;
}

export interface Line {
  label: string;
  /** A custom property of the page's colours: `--accent`. */
  colour: string;
  values: readonly (number | null)[];
  format: (value: number) => string;
  dashed?: boolean;
  filled?: boolean;
  scale?: string;
}

export interface ChartProps {
  /** For those who do not see it. */
  label: string;
  times: readonly number[];
  lines: readonly Line[];
  height?: number;
  marks?: readonly ChartMark[];
  /** Charts of one group share their cursor. */
  group: string;
}

/** As uPlot counts the sides of a chart. */
const [onTheRight, onTheLeft] = [1, 3];

/** Charts under each other have their time axes in line, whether or not they have a second scale. */
const axisWidth = 64;

const colourOf = (element: Element, name: string): string =>
  getComputedStyle(element).getPropertyValue(name).trim();

/** Marks are drawn in the colour of what they mean; a moment is two pixels wide. */
export const markColours: Readonly<Record<string, string>> = {
  alert: "--restricted",
  deployment: "--accent",
  incident: "--frozen",
  exception: "--caution",
  correction: "--healthy",
  maintenance: "--unknown",
  "spec-change": "--watch",
};

function drawMarks(chart: uPlot, marks: readonly ChartMark[]): void {
  const { ctx, bbox } = chart;
  const within = (x: number): number => Math.min(Math.max(x, bbox.left), bbox.left + bbox.width);
  ctx.save();
  for (const { kind, from, to } of marks) {
    const left = within(chart.valToPos(from, "x", true));
    const right = within(chart.valToPos(to, "x", true));
    const width = Math.max(right - left, 2 * devicePixelRatio);
    ctx.fillStyle = colourOf(chart.root, markColours[kind] ?? "--unknown");
    ctx.globalAlpha = 0.16;
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillRect(left, bbox.top, width, 3 * devicePixelRatio);
  }
  ctx.restore();
}

function optionsFor(props: ChartProps, root: HTMLElement): uPlot.Options {
  const ink = colourOf(root, "--quiet");
  const grid = { stroke: colourOf(root, "--line"), width: 1 };
  const axis = { stroke: ink, grid, ticks: grid, font: "12px system-ui" };
  const scales = [...new Set(props.lines.map(({ scale = "y" }) => scale))];
  const formatOn = (scale: string) =>
    props.lines.find((line) => (line.scale ?? "y") === scale)?.format ?? String;
  // uPlot counts sides, and its type for them is an enum that only its own build knows.
  const axes: unknown[] = [
    axis,
    ...scales.map((scale, index) => ({
      ...axis,
      scale,
      side: index === 0 ? onTheLeft : onTheRight,
      size: axisWidth,
      values: (_: uPlot, values: number[]) => values.map(formatOn(scale)),
      ...(index > 0 && { grid: { show: false } }),
    })),
  ];
  return {
    width: root.clientWidth,
    height: props.height ?? 180,
    padding: [8, scales.length > 1 ? 0 : axisWidth, 0, 0],
    cursor: { sync: { key: props.group }, points: { size: 6 } },
    legend: { live: true },
    series: [
      {},
      ...props.lines.map((line) => ({
        label: line.label,
        stroke: colourOf(root, line.colour),
        width: 1.5,
        scale: line.scale ?? "y",
        ...(line.dashed === true && { dash: [4, 4] }),
        ...(line.filled === true && { fill: `${colourOf(root, line.colour)}22` }),
        points: { show: false },
        value: (_: uPlot, value: number | null) => (value === null ? "–" : line.format(value)),
      })),
    ],
    axes: axes as uPlot.Axis[],
    hooks: { draw: [(chart: uPlot) => drawMarks(chart, props.marks ?? [])] },
  };
}

/** Lines over time. The library comes only with the first chart: pages without one do without it. */
export function Chart(props: ChartProps) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    let chart: uPlot | undefined;
    let gone = false;
    const resized = new ResizeObserver(() =>
      chart?.setSize({ width: element.clientWidth, height: props.height ?? 180 }),
    );
    void import("./uplot.ts").then(({ UPlot }) => {
      if (gone) return;
      const data = [props.times, ...props.lines.map(({ values }) => values)] as uPlot.AlignedData;
      chart = new UPlot(optionsFor(props, element), data, element);
      resized.observe(element);
    });
    return () => {
      gone = true;
      resized.disconnect();
      chart?.destroy();
    };
  }, [props]);
  return <div class="chart" ref={root} role="img" aria-label={props.label} />;
}
