import { join } from "node:path";
import type { StepOutcome } from "../../model/journey.ts";
import type { Exchange, RunResult, StepResult } from "../../journey/result.ts";
import { type Ink, printable } from "../terminal/ink.ts";

const width = 80;
const barWidth = 30;
const longestName = 20;

type Style = Parameters<Ink>[0];
const marks: Readonly<Record<StepOutcome, { mark: string; style: Style }>> = {
  passed: { mark: "✓", style: "green" },
  degraded: { mark: "!", style: "yellow" },
  failed: { mark: "✗", style: "red" },
  internal: { mark: "?", style: "magenta" },
  skipped: { mark: "–", style: "dim" },
};

/** Three digits are as many as anybody compares: `41 ms`, `1.24 s`, `12.4 s`. */
export function formatMoment(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1_000)} ms`;
  return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
}

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

/** When a step began and how long it took, drawn on the run's own axis; a short step still has one cell. */
function bar({ startedAfter, duration }: StepResult, whole: number): string {
  if (startedAfter === undefined || whole <= 0) return " ".repeat(barWidth);
  const begin = Math.min(barWidth - 1, Math.floor((startedAfter / whole) * barWidth));
  const length = Math.max(1, Math.min(barWidth - begin, Math.round((duration / whole) * barWidth)));
  return `${" ".repeat(begin)}${"█".repeat(length)}`.padEnd(barWidth);
}

/** One line for a step, before the whole is known: what a person watches while it goes on. */
export function stepLine(step: StepResult, ink: Ink): string {
  const { mark, style } = marks[step.result];
  const status = step.status === undefined ? "" : ` ${step.status}`;
  const moment = step.startedAfter === undefined ? "skipped" : formatMoment(step.duration);
  return ` ${ink(style, mark)} ${printable(step.step)}${status} ${ink("dim", moment)}`;
}

export interface WaterfallOptions {
  ink: Ink;
  /** Requests and answers below their steps. */
  verbose: boolean;
  /** The folder that pictures are kept in. */
  screenshots?: string;
}

/** A run as a waterfall of its steps, eighty columns wide, worst news in words below the step it belongs to. */
export function waterfall(run: RunResult, { ink, verbose, screenshots = "" }: WaterfallOptions): string {
  const nameWidth = Math.min(longestName, Math.max(4, ...run.steps.map(({ step }) => step.length)));
  const rows = run.steps.flatMap((step) => [
    row(step, run.duration, nameWidth, ink),
    ...remarks(step, ink),
    ...pictureLine(step, screenshots, ink),
    ...(verbose
      ? [...step.exchanges.flatMap((exchange) => conversation(exchange, ink)), ...spoken(step, ink)]
      : []),
  ]);
  return [headline(run, ink), ...rows, verdict(run, ink), ""].join("\n");
}

const headline = ({ journey, location, runId }: RunResult, ink: Ink): string =>
  `${printable(journey)} from ${printable(location)}  ${ink("dim", `run ${printable(runId)}`)}`;

function row(step: StepResult, whole: number, nameWidth: number, ink: Ink): string {
  const { mark, style } = marks[step.result];
  const name = cut(printable(step.step), nameWidth).padEnd(nameWidth);
  const begun = ` ${ink(style, mark)} ${name}`;
  if (step.startedAfter === undefined) {
    const why = `skipped: ${printable(step.message ?? "")}`;
    return `${begun}     ${ink("dim", cut(why, width - nameWidth - 8))}`;
  }
  const status = String(step.status ?? "").padStart(3);
  const moment = formatMoment(step.duration).padStart(8);
  const retried = step.attempts > 1 ? `  ${step.attempts} attempts` : "";
  return `${begun} ${status} ▕${ink(style, bar(step, whole))}▏${moment}${retried}`;
}

const remark = (text: string, style: Style, ink: Ink): string[] =>
  wrapped(printable(text), width - 6).map((line) => `     ${ink(style, line)}`);

/** What went wrong, and what was only remarked upon. */
function remarks({ result, reason, message, findings }: StepResult, ink: Ink): string[] {
  if (result === "skipped") return [];
  const { style } = marks[result];
  const first =
    message === undefined ? [] : remark(`${reason === undefined ? "" : `${reason}: `}${message}`, style, ink);
  const others = findings.filter((finding) => !finding.ok && finding.message !== message);
  return [...first, ...others.flatMap((finding) => remark(finding.message, style, ink))];
}

const labelled = (sign: string, lines: readonly string[], ink: Ink): string[] =>
  lines.map((line) => `     ${ink("dim", sign)} ${printable(line)}`);

const pictureLine = ({ screenshot }: StepResult, folder: string, ink: Ink): string[] =>
  screenshot === undefined ? [] : labelled("▣", [join(folder, screenshot)], ink);

/** What a browser step's page and script said, redacted already. */
const spoken = ({ console: lines = [] }: StepResult, ink: Ink): string[] => labelled("·", lines, ink);

/** A request and its answer, redacted already. */
function conversation(exchange: Exchange, ink: Ink): string[] {
  const { method, url, requestHeaders, requestBody, status, address, responseHeaders, responseBody } =
    exchange;
  const heads = (headers: Readonly<Record<string, string>>) =>
    Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const sent = [`${method} ${url}`, ...heads(requestHeaders), ...linesOf(requestBody)];
  const got =
    status === undefined
      ? ["(no answer)"]
      : [
          address === undefined ? `${status}` : `${status} from ${address}`,
          ...heads(responseHeaders),
          ...linesOf(responseBody),
        ];
  return [...labelled(">", sent, ink), ...labelled("<", got, ink)];
}

const linesOf = (body: string | undefined): string[] =>
  body === undefined || body === "" ? [] : ["", ...body.split(/\r?\n/)];

function verdict({ result, reason, duration, steps }: RunResult, ink: Ink): string {
  const { mark, style } = marks[result];
  const why = reason === undefined || reason === result ? "" : ` (${reason})`;
  const skipped = steps.filter((step) => step.result === "skipped").length;
  const rest = skipped === 0 ? "" : `, ${skipped} of ${steps.length} steps skipped`;
  return ink(style, `${mark} ${result}${why} after ${formatMoment(duration)}${rest}`);
}

/** At spaces where there are any. */
function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (let rest = text; rest !== "";) {
    const space = rest.length <= columns ? rest.length : rest.lastIndexOf(" ", columns);
    const end = space > 0 ? space : columns;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return lines;
}
