import { useEffect, useRef, useState } from "preact/hooks";
import type uPlot from "uplot";
import { type Band, type Line, optionsFor } from "./options.ts";
import { momentText } from "./moments.ts";
import { useLook } from "./look.ts";

export interface ChartProps {
  /** For those who do not see it. */
  label: string;
  times: readonly number[];
  lines: readonly Line[];
  /** What the time axis shows, in seconds since 1970. */
  range: readonly [from: number, to: number];
  height?: number;
  bands?: readonly Band[];
  /** Charts of one group share their cursor. */
  group: string;
  onZoom?: (from: number, to: number) => void;
  /** The time of the figures is told above another chart already. */
  untimed?: boolean;
}

/** Lines over time. The library comes only with the first chart: pages without one do without it. */
export function Chart(props: ChartProps) {
  const root = useRef<HTMLDivElement>(null);
  const drawn = useRef<uPlot | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const [at, setAt] = useState<number>();
  const look = useLook();
  const labels = props.lines.map(({ label }) => label).join();
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    let gone = false;
    const resized = new ResizeObserver(() =>
      drawn.current?.setSize({ width: element.clientWidth, height: props.height ?? 180 }),
    );
    void import("./uplot.ts").then(({ UPlot }) => {
      if (gone) return;
      drawn.current = new UPlot(planOf(element, latest, setAt), dataOf(latest.current), element);
      resized.observe(element);
    });
    return () => {
      gone = true;
      resized.disconnect();
      drawn.current?.destroy();
      drawn.current = undefined;
    };
  }, [labels, props.height, props.group, look]);
  useEffect(() => drawn.current?.setData(dataOf(latest.current)), [props.times, props.lines, props.range]);
  useEffect(() => drawn.current?.redraw(false), [props.bands]);
  return (
    <figure class="chart">
      <Legend {...props} at={at} />
      <div ref={root} role="img" aria-label={props.label} />
    </figure>
  );
}

const dataOf = ({ times, lines }: ChartProps) =>
  [times, ...lines.map(({ values }) => values)] as unknown as uPlot.AlignedData;

const planOf = (
  root: HTMLElement,
  latest: { current: ChartProps },
  onCursor: (index: number | undefined) => void,
): uPlot.Options =>
  optionsFor({
    root,
    onCursor,
    height: latest.current.height ?? 180,
    lines: latest.current.lines,
    group: latest.current.group,
    range: () => [...latest.current.range],
    bands: () => latest.current.bands ?? [],
    onZoom: (from, to) => latest.current.onZoom?.(from, to),
  });

/** What the lines are, and their figures where the cursor stands: the newest ones while it is elsewhere. */
function Legend({ lines, times, at, untimed = false }: ChartProps & { at: number | undefined }) {
  const index = at ?? lastKnown(lines);
  const time = times[index];
  return (
    <figcaption class="legend small">
      {lines.map(({ label, colour, values, format, dashed }) => {
        const value = values[index];
        return (
          <span key={label}>
            <svg class="swatch" viewBox="0 0 16 8" aria-hidden="true">
              <line
                x1="0"
                x2="16"
                y1="4"
                y2="4"
                stroke={`var(${colour})`}
                stroke-width="2.5"
                stroke-dasharray={dashed === true ? "4 3" : undefined}
              />
            </svg>
            {label} <strong>{value === null || value === undefined ? "–" : format(value)}</strong>
          </span>
        );
      })}
      {!untimed && time !== undefined && <span class="quiet when">{momentText(time)}</span>}
    </figcaption>
  );
}

/** Where the first line ends. */
const lastKnown = ([first]: readonly Line[]): number =>
  Math.max(first?.values.findLastIndex((value) => value !== null) ?? 0, 0);
