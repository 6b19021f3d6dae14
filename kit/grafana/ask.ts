import { instant, range, type Series } from "../ask.ts";
import type { ReadBoard, ReadPanel, ReadVariable } from "./board.ts";
import { interpolate, type Choice, type Shown } from "./variables.ts";

/** What Prometheus answers to one question of a panel. */
export interface Answer {
  refId: string;
  /** As it was sent. */
  query: string;
  legend: string;
  series: readonly Series[];
}

export interface Look {
  board: Pick<ReadBoard, "templating">;
  chosen: Readonly<Record<string, Choice>>;
  shown: Shown;
}

/** Asks what a panel asks, in the way it asks. */
export function askPanel(url: string, panel: ReadPanel, { board, chosen, shown }: Look): Promise<Answer[]> {
  return Promise.all(
    panel.targets.map(async ({ refId, expr, legendFormat: legend, range: isRange }) => {
      const query = interpolate(expr, board.templating.list, chosen, shown);
      return { refId, query, legend, series: await (isRange ? over(query) : now(query)) };
    }),
  );

  function over(query: string): Promise<Series[]> {
    const { from, to, step } = shown;
    return range(url, query, {
      start: Math.floor(from / step) * step,
      end: Math.floor(to / step) * step,
      step,
    });
  }

  async function now(query: string): Promise<Series[]> {
    const samples = await instant(url, query, shown.to);
    return samples.map(({ labels, value }) => ({ labels, values: [[shown.to, value]] }));
  }
}

/** The values that a variable offers, given what is chosen before it. */
export async function valuesOf(
  url: string,
  variable: ReadVariable,
  { board, chosen, shown }: Look,
): Promise<string[]> {
  const query = interpolate(variable.query, board.templating.list, chosen, shown);
  const values = /^label_values\((?<selector>.+), (?<label>\w+)\)$/s.exec(query)?.groups;
  const found =
    values === undefined
      ? await resultTexts(url, query, shown.to)
      : (await instant(url, `group by (${values.label}) (${values.selector})`, shown.to)).map(
          ({ labels }) => labels[values.label ?? ""] ?? "",
        );
  const pattern = variable.regex && new RegExp(variable.regex.slice(1, -1));
  const offered = pattern ? found.map((text) => pattern.exec(text)?.[1] ?? "") : found;
  return [...new Set(offered)].filter((value) => value !== "").sort();
}

/** `query_result(…)` gives each series as one line of text. */
async function resultTexts(url: string, query: string, at: number): Promise<string[]> {
  const inner = /^query_result\((?<expr>.+)\)$/s.exec(query)?.groups?.expr;
  if (inner === undefined) throw new Error(`this is no query of a variable: ${query}`);
  const samples = await instant(url, inner, at);
  return samples.map(({ labels: { __name__: name = "", ...labels }, value }) => {
    const written = Object.entries(labels).map(([label, of]) => `${label}="${of}"`);
    return `${name}{${written.join(",")}} ${value} ${at * 1_000}`;
  });
}
