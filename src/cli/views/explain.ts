import { formatPercent } from "../../model/decimals.ts";
import { formatBurn, formatEvents, formatSpan, groupText, stateShapes } from "../../model/wording.ts";
import type { ExplanationBody } from "../../http/schemas/explanation.ts";
import type { GroupBody, SloDetailBody, TierBody } from "../../http/schemas/slo.ts";
import { budgetGauge } from "../terminal/bar.ts";
import { flow, fold, foldQuery } from "../terminal/fold.ts";
import { inState, printable, stateMark, type Ink } from "../terminal/ink.ts";
import type { Look } from "../terminal/look.ts";
import { table } from "../terminal/table.ts";
import { dayAndTime } from "./moments.ts";
import { paceSentence, reservations } from "./slo.ts";
import { sparkline } from "../terminal/sparkline.ts";

type Explained = ExplanationBody["groups"][number];

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
const section = (title: string, lines: readonly string[], ink: Ink) =>
  lines.length === 0 ? [] : ["", ink("bold", title), ...indent(lines)];

function heading(slo: SloDetailBody, { ink, width }: Look): string[] {
  const promise = `${slo.objective.text.replace("%", " %")} of ${slo.unit} over ${/^\d/.test(slo.window) ? "" : "a calendar "}${slo.window}`;
  const parts = [ink("bold", slo.id), promise, `${stateMark(ink, slo.state)} since ${dayAndTime(slo.since)}`];
  const lines = flow(parts, width, "   ", "  ");
  return slo.description === undefined ? lines : [...lines, printable(slo.description)];
}

/** Of an ungrouped SLO, or of one group: the bar, what is left, the pace, and the sum's inputs. */
function budgetLines(standing: GroupBody, slo: SloDetailBody, ink: Ink): string[] {
  const { budget } = standing;
  const notes = reservations({ ...standing, warnings: [] });
  if (budget === undefined) return notes;
  const left = budget.allowedBad - budget.bad;
  const rest =
    left >= 0
      ? `${formatPercent(1 - budget.consumed)} = ${formatEvents(left)} bad ${slo.unit} left`
      : `overspent by ${formatEvents(-left)} bad ${slo.unit}`;
  const inputs = [
    `${formatEvents(budget.total)} ${slo.unit}`,
    `${formatEvents(budget.bad)} bad`,
    `allowed ${formatEvents(budget.allowedBad)}`,
    ...(budget.coverage === undefined ? [] : [`coverage ${formatPercent(budget.coverage)}`]),
    ...(standing.dataAgeSeconds === undefined ? [] : [`data ${formatSpan(standing.dataAgeSeconds)} old`]),
  ];
  const gauge = `${inState(ink, standing.state, budgetGauge(budget.consumed))} consumed   ${rest}`;
  if (standing.state === "unknown") return [...notes, ink("dim", `last known: ${gauge}`), inputs.join(" · ")];
  return [
    gauge,
    ...adjustedLines(standing, slo, ink),
    ...periodLines(budget),
    paceSentence(standing),
    inputs.join(" · "),
    ...notes,
  ];
}

/** Of a calendar window: the period, and how it stands were it over now. */
const periodLines = ({ period }: NonNullable<GroupBody["budget"]>): string[] =>
  period === undefined
    ? []
    : [
        `this period: ${dayAndTime(period.from)} to ${dayAndTime(period.to)}; to date ${formatPercent(period.consumedToDate)} of what may be bad so far; then a new budget`,
      ];

/** The second number, where it is another than the first or could not be had. */
function adjustedLines(
  { adjusted, unadjusted, corrected, state }: GroupBody,
  slo: SloDetailBody,
  ink: Ink,
): string[] {
  const judged = slo.judges === "adjusted" ? "   judged by this" : "";
  if (unadjusted !== undefined) return [`adjusted: not known, ${printable(unadjusted)}`];
  if (adjusted === undefined || corrected.length === 0) return [];
  const mark =
    slo.judges === "adjusted"
      ? inState(ink, state, budgetGauge(adjusted.consumed))
      : budgetGauge(adjusted.consumed);
  return [
    `${mark} after corrections: ${formatEvents(adjusted.bad)} bad of ${formatEvents(adjusted.total)} ${slo.unit}${judged}`,
  ];
}

function tierLines(tiers: readonly TierBody[], ink: Ink): string[] {
  const window = ({ window: name, rate }: TierBody["long"]) =>
    `${name} ${rate === undefined ? "–" : formatBurn(rate)}`;
  const columns = [
    { title: "tier" },
    { title: "alert" },
    { title: "long", align: "right" as const },
    { title: "short", align: "right" as const },
    { title: "rings above", align: "right" as const },
    { title: "" },
  ];
  const rows = tiers.map((tier) => [
    tier.tier,
    tier.severity,
    window(tier.long),
    window(tier.short),
    formatBurn(tier.factor),
    tier.firing ? ink(["red", "bold"], firingText(tier)) : "",
  ]);
  return tiers.length === 0 ? [] : table(columns, rows);
}

function firingText({ since, group = {} }: TierBody): string {
  const where = Object.keys(group).length === 0 ? "" : ` for ${printable(groupText(group))}`;
  return `▲ firing${where}${since === undefined ? "" : ` since ${dayAndTime(since)}`}`;
}

/** A line for each day, or for as many days together as it takes to fit; the worst day is told in any case. */
function dayLines(
  { days }: Explained,
  slo: SloDetailBody,
  budget: GroupBody["budget"],
  width: number,
): string[] {
  const worst = days.toSorted((a, b) => b.bad - a.bad)[0];
  if (worst === undefined || worst.bad === 0 || budget === undefined) return [];
  const share = formatPercent(worst.bad / budget.allowedBad);
  const together = Math.ceil(days.length / (width - 2));
  return [
    sparkline(sumsOf(together, days)),
    `bad ${slo.unit} ${together <= 1 ? "a day" : `in ${together} days each`}; most in the day to ${dayAndTime(worst.at)}: ${formatEvents(worst.bad)}, ${share} of the budget`,
  ];
}

function sumsOf(together: number, days: Explained["days"]): number[] {
  const sums: number[] = [];
  for (const [index, { bad }] of days.entries()) {
    const at = Math.floor(index / Math.max(1, together));
    sums[at] = (sums[at] ?? 0) + bad;
  }
  return sums;
}

const recoveryLines = ({ recovery }: Explained): string[] =>
  recovery.map(({ leaves, below, at }) => {
    const when = at === undefined ? "not before the whole window has passed" : dayAndTime(at);
    return `${stateShapes[leaves]} leaves ${leaves}, below ${formatPercent(below)}: ${when}`;
  });

/** The band by the weekly pattern; why there is none only where people could wonder. */
function forecastLines({ forecast }: Explained): string[] {
  if (forecast === undefined || forecast.kind === "exhausted") return [];
  if (forecast.kind === "too-young") return ["not foreseen: fewer than four weeks of its hours are known"];
  if (forecast.kind === "not-nearer")
    return ["not foreseen: its weeks would have told the last two no better than the present pace"];
  const { earliest, likely, latest, until, weeks } = forecast;
  const by = `by ${weeks} weeks of its own hours`;
  if (earliest === undefined) return [`not gone before ${dayAndTime(until)}, in 19 of 20 cases; ${by}`];
  const moment = (at: string | undefined) =>
    at === undefined ? `after ${dayAndTime(until)}` : dayAndTime(at);
  return [
    `gone between ${dayAndTime(earliest)} and ${latest === undefined ? "not at all" : dayAndTime(latest)}, in 9 of 10 cases`,
    `most likely ${moment(likely)}; ${by}`,
  ];
}

/** Counts as people write them; ratios need their digits. */
const figure = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 100
    ? formatEvents(value)
    : String(Number(value.toPrecision(4)));

const queryLines = ({ queries }: Explained, { ink, width }: Look): string[] =>
  queries.flatMap(({ title, promql, value }) => [
    `${printable(title)}${value === undefined ? "" : ` = ${figure(value)}`}`,
    ...foldQuery(printable(promql), "  ", width - 2).map((line) => ink("dim", line)),
  ]);

/** Which member of a composite spent the budget, the dearest first. */
function memberLines({ spending }: Explained, slo: SloDetailBody, budget: GroupBody["budget"]): string[] {
  if (spending === undefined) return [];
  const shareOf = (bad: number) =>
    budget === undefined || budget.allowedBad === 0 ? "" : formatPercent(bad / budget.allowedBad);
  const columns = [
    { title: "member" },
    { title: `bad ${slo.unit}`, align: "right" as const },
    { title: "of the budget", align: "right" as const },
  ];
  const row = (name: string, bad: number) => [printable(name), formatEvents(bad), shareOf(bad)];
  const dearest = spending.members.toSorted((a, b) => b.bad - a.bad);
  return table(columns, [
    ...dearest.map(({ member, bad }) => row(member, bad)),
    ...(spending.unattributed === undefined
      ? []
      : [row("before members were recorded", spending.unattributed)]),
  ]);
}

const sameGroup = (a: GroupBody["group"], b: GroupBody["group"]) => groupText(a) === groupText(b);

function groupLines(explained: Explained, { slo }: ExplanationBody, look: Look): string[] {
  const { ink } = look;
  const standing = slo.groupsDetail.find(({ group }) => sameGroup(group, explained.group));
  const grouped = Object.keys(explained.group).length > 0;
  const title =
    grouped && standing !== undefined
      ? ["", `${stateMark(ink, standing.state)}  ${ink("bold", printable(groupText(explained.group)))}`]
      : [];
  return [
    ...title,
    ...(standing === undefined ? [] : section("Budget", budgetLines(standing, slo, ink), ink)),
    ...section("The sum", explained.steps.map(printable), ink),
    ...section("Spent by member", memberLines(explained, slo, standing?.budget), ink),
    ...section(`${explained.days.length} days`, dayLines(explained, slo, standing?.budget, look.width), ink),
    ...section("If weeks go on as before", forecastLines(explained), ink),
    ...section("If nothing more goes wrong", recoveryLines(explained), ink),
    ...section("To be asked of Prometheus", queryLines(explained, look), ink),
  ];
}

function sourceLines({ source, policy, rules }: SloDetailBody): string[] {
  const hash = rules.seen ?? "none";
  const state = rules.behind
    ? `Prometheus runs ${hash}, git compiles to ${rules.expected}`
    : `${hash}, as in git`;
  return [`${source.path}:${source.line}`, `policy ${policy.name} (${policy.hash})`, `rules ${state}`];
}

/** Lines of `nines explain`: what stands, then every step to it. */
export function explainLines(explanation: ExplanationBody, look: Look): string[] {
  const { ink } = look;
  const { slo, groups, silent } = explanation;
  const notes = [
    ...slo.warnings.map(({ message }) => message),
    ...(slo.detail === undefined ? [] : [slo.detail]),
  ];
  // A cycle that met the same silence has said it already.
  const isNews = silent !== undefined && !notes.some((note) => note.includes(silent.message));
  const silence = isNews ? [`Prometheus could not be asked anew: ${silent.message}`] : [];
  const lines = [
    ...heading(slo, look),
    ...section("Note", [...new Set([...notes, ...silence])].map(printable), ink),
    ...groups.flatMap((group) => groupLines(group, explanation, look)),
    ...section("Burn now", tierLines(slo.tiers, ink), ink),
    ...section("From", sourceLines(slo).map(printable), ink),
  ];
  return lines.flatMap((line) => fold(line, look.width));
}
