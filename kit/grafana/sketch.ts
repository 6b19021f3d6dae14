import type { Series } from "../ask.ts";
import type { Answer } from "./ask.ts";
import type { ReadBoard, ReadPanel } from "./board.ts";

/** A row of Grafana's grid and the gap below it, a column of 24 on a laptop; in pixels. */
const row = 38;
const width = 1_440;
const column = width / 24;
const top = 56;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const text = (x: number, y: number, words: string, rest = ""): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${rest}>${escaped(words)}</text>`;

/**
 * How a board is laid out, as one SVG: its panels in their places, with titles, units and what Prometheus answered. A
 * sketch, and labelled as one: Grafana draws it otherwise.
 */
export function sketchOf(board: ReadBoard, answers: readonly (readonly Answer[])[]): string {
  const height = top + row * Math.max(...board.panels.map(({ gridPos: { y, h } }) => y + h)) + 8;
  const panels = board.panels.map((panel, index) => sketchPanel(panel, answers[index] ?? []));
  const head =
    text(8, 24, board.title, 'font-size="18" font-weight="600"') +
    text(8, 44, "Layout sketch with the demo's data, not a screenshot of Grafana", 'class="quiet"');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<style>${style}</style><rect width="100%" height="100%" fill="#f4f5f5"/>${head}${panels.join("")}</svg>`
  );
}

const style =
  "text{font:13px system-ui,sans-serif;fill:#1a1f26}.quiet{fill:#59636f;font-size:12px}.panel{fill:#fff;stroke:#dde1e6}";

function sketchPanel(panel: ReadPanel, answers: readonly Answer[]): string {
  const { x, y, w, h } = panel.gridPos;
  const [left, above, wide, high] = [x * column + 4, top + y * row, w * column - 8, h * row - 8];
  const unit = panel.fieldConfig.defaults.unit;
  const frame =
    `<svg x="${left}" y="${above}" width="${wide}" height="${high}"><rect class="panel" x="0.5" y="0.5" width="${wide - 1}" height="${high - 1}" rx="3"/>` +
    text(10, 20, panel.title, 'font-weight="600"') +
    text(wide - 10, 20, unitWords[unit] ?? unit.replace("suffix:", ""), 'class="quiet" text-anchor="end"');
  return `${frame}${bodies[panel.type]?.(panel, answers, wide, high) ?? ""}</svg>`;
}

const unitWords: Readonly<Record<string, string>> = {
  none: "",
  percentunit: "%",
  eps: "events/s",
  reqps: "requests/s",
  bytes: "MiB",
};

type Body = (panel: ReadPanel, answers: readonly Answer[], wide: number, high: number) => string;

const bodies: Readonly<Record<string, Body>> = {
  stat: (panel, answers, wide, high) => {
    const value = answers[0]?.series[0]?.values.at(-1)?.[1];
    const { words, colour } = shown(panel, value);
    return text(
      wide / 2,
      high / 2 + 24,
      words,
      `text-anchor="middle" font-size="30" style="font-size:30px;fill:${colour}"`,
    );
  },
  timeseries: chart,
  bargauge: (panel, answers, wide, high) =>
    answers
      .flatMap(named)
      .slice(0, Math.floor((high - 30) / 24))
      .map(([name, series], index) => {
        const value = series.values.at(-1)?.[1] ?? 0;
        const most =
          panel.fieldConfig.defaults.max ??
          Math.max(...answers.flatMap(named).map(([, s]) => s.values.at(-1)?.[1] ?? 0), 1);
        const { words, colour } = shown(panel, value);
        const y = 34 + index * 24;
        const bar = Math.max(0, Math.min(1, value / most)) * (wide * 0.4);
        return (
          text(10, y + 13, name) +
          `<rect x="${wide * 0.42}" y="${y}" width="${wide * 0.4}" height="16" fill="#e4e8ed"/><rect x="${wide * 0.42}" y="${y}" width="${bar}" height="16" fill="${colour}"/>` +
          text(wide - 10, y + 13, words, 'text-anchor="end"')
        );
      })
      .join(""),
  table,
};

/** The series of an answer, called as Grafana would call them. */
const named = ({ legend, series }: Answer): [string, Series][] =>
  series.map((each) => [
    legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => each.labels[label] ?? "").trim() || legend,
    each,
  ]);

const quiet = "#59636f";
type Settings = Pick<
  ReadPanel["fieldConfig"]["defaults"],
  "unit" | "decimals" | "mappings" | "thresholds" | "noValue"
>;

/** A value in its unit, or the word that stands for it, in its colour. */
function shown({ fieldConfig: { defaults } }: Pick<ReadPanel, "fieldConfig">, value: number | undefined) {
  return inWords(defaults, value);
}

function inWords(settings: Settings, value: number | undefined): { words: string; colour: string } {
  if (value === undefined) return { words: settings.noValue ?? "–", colour: quiet };
  const word = settings.mappings?.[0]?.options[String(value)];
  if (word !== undefined) return { words: word.text, colour: word.color };
  const step = settings.thresholds.steps.findLast((each) => each.value === null || value >= each.value);
  return { words: inUnit(value, settings), colour: step?.color ?? quiet };
}

function inUnit(value: number, { unit, decimals }: Pick<Settings, "unit" | "decimals">): string {
  const digits = decimals ?? (Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 2);
  if (unit === "percentunit") return `${(value * 100).toFixed(digits)} %`;
  if (unit === "bytes") return `${(value / 2 ** 20).toFixed(0)} MiB`;
  // Milliseconds of a step, in seconds.
  const small = unit === "s" && value > 0 && value < 0.1;
  return `${small ? Number(value.toPrecision(2)) : value.toFixed(digits)}${unit.startsWith("suffix:") ? unit.slice(7) : unit === "s" ? " s" : ""}`;
}

const palette = ["#4a7fe0", "#cf6a1a", "#5f8a6c", "#cb3f7b", "#a3801c", "#7a8591"];

function chart(panel: ReadPanel, answers: readonly Answer[], wide: number, high: number): string {
  const lines = answers.flatMap((answer) => named(answer).map((line) => [answer.refId, ...line] as const));
  const points = lines.flatMap(([, , { values }]) => values);
  if (points.length === 0) return text(10, 50, "no data", 'class="quiet"');
  const [from, to] = [Math.min(...points.map(([at]) => at)), Math.max(...points.map(([at]) => at))];
  const [least, most] = bounds(
    points.map(([, value]) => value),
    panel.fieldConfig.defaults,
  );
  const area = { x: 62, y: 34, w: wide - 76, h: high - 72 };
  const at = ([time, value]: readonly [number, number]): string =>
    `${(area.x + ((time - from) / (to - from || 1)) * area.w).toFixed(1)},${(area.y + (1 - (value - least) / (most - least || 1)) * area.h).toFixed(1)}`;
  const drawn = lines.map(([refId, , { values }], index) => {
    const { colour, dashed } = lineStyle(panel, refId, index);
    const dash = dashed ? ' stroke-dasharray="6 6"' : "";
    const finite = values.filter(([, value]) => Number.isFinite(value));
    return `<polyline fill="none" stroke="${colour}" stroke-width="1.5"${dash} points="${finite.map(at).join(" ")}"/>`;
  });
  const keys = lines
    .slice(0, 6)
    .map(([refId, name], index) =>
      text(
        area.x + index * Math.min(150, area.w / Math.min(lines.length, 6)),
        high - 12,
        `━ ${name}`,
        `style="font-size:12px;fill:${lineStyle(panel, refId, index).colour}"`,
      ),
    );
  const axis = [most, least].map((value, index) =>
    text(
      area.x - 6,
      area.y + index * area.h + 4,
      inUnit(value, panel.fieldConfig.defaults),
      'class="quiet" text-anchor="end"',
    ),
  );
  const ground = `<rect x="${area.x}" y="${area.y}" width="${area.w}" height="${area.h}" fill="none" stroke="#eceef1"/>`;
  return ground + axis.join("") + drawn.join("") + keys.join("");
}

function bounds(
  values: readonly number[],
  { min, max }: { min?: number | undefined; max?: number | undefined },
): [number, number] {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite, min ?? Infinity), Math.max(...finite, max ?? -Infinity)];
  return low === high ? [low, low + 1] : [low, high];
}

function lineStyle(
  { fieldConfig }: ReadPanel,
  refId: string,
  index: number,
): { colour: string; dashed: boolean } {
  const own = fieldConfig.overrides.find(
    ({ matcher }) => matcher.id === "byFrameRefID" && matcher.options === refId,
  );
  const colour = own?.properties.find(({ id }) => id === "color")?.value as
    { fixedColor: string } | undefined;
  return {
    colour: colour?.fixedColor ?? palette[index % palette.length] ?? quiet,
    dashed: own?.properties.some(({ id }) => id === "custom.lineStyle") ?? false,
  };
}

/** The rows of all answers merged by the labels that they share, as Grafana's transformation does. */
function table(panel: ReadPanel, answers: readonly Answer[], wide: number, high: number): string {
  const arrange = panel.transformations?.find(({ id }) => id === "organize")?.options as
    { renameByName: Record<string, string> } | undefined;
  const columns = Object.entries(arrange?.renameByName ?? {});
  const each = (wide - 20) / columns.length;
  const rows = mergedRows(answers).slice(0, Math.floor((high - 50) / 22));
  const head = columns.map(([, title], index) => text(10 + index * each, 44, title, 'class="quiet"'));
  const cells = rows.flatMap((cellsOf, y) =>
    columns.map(([field, title], index) => {
      const value = cellsOf[field];
      const { words, colour } =
        typeof value === "number"
          ? inWords(settingsOf(panel, title), value)
          : { words: value ?? "–", colour: "#1a1f26" };
      return text(10 + index * each, 66 + y * 22, words, `style="fill:${colour}"`);
    }),
  );
  return head.join("") + cells.join("");
}

function settingsOf({ fieldConfig }: ReadPanel, title: string): Settings {
  const own = fieldConfig.overrides.find(
    ({ matcher }) => matcher.id === "byName" && matcher.options === title,
  );
  const set = Object.fromEntries((own?.properties ?? []).map(({ id, value }) => [id, value]));
  return { ...fieldConfig.defaults, ...set };
}

function mergedRows(answers: readonly Answer[]): Record<string, string | number>[] {
  const labelsOf = ({ series }: Answer): Set<string> =>
    new Set(series.flatMap(({ labels }) => Object.keys(labels)));
  const shared = [...answers.map(labelsOf).reduce((a, b) => a.intersection(b))].sort();
  const rows = new Map<string, Record<string, string | number>>();
  for (const { refId, series } of answers)
    for (const { labels, values } of series) {
      const key = shared.map((name) => labels[name]).join("\n");
      const value = values.at(-1)?.[1] ?? NaN;
      const field = answers.length === 1 ? "Value" : `Value #${refId}`;
      rows.set(key, { ...rows.get(key), ...labels, [field]: value });
    }
  return [...rows.values()];
}
