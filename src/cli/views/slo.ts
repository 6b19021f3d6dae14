import { formatPercent } from "../../model/decimals.ts";
import { causeWords, formatBurn, formatSpan } from "../../model/wording.ts";
import type { SloBody, StandingBody } from "../../http/schemas/slo.ts";

type Standing = StandingBody;

/** The hour is the pace people think in; a rule set without it shows its shortest window. */
export const paceOf = ({ burn }: Pick<Standing, "burn">) =>
  burn.find(({ window }) => window === "1h") ?? burn[0];

export const paceText = (standing: Pick<Standing, "burn">): string => {
  const pace = paceOf(standing);
  return pace === undefined ? "–" : formatBurn(pace.rate);
};

/** How long the budget lasts, as a sentence. */
export function paceSentence({ exhaustion, budget }: Pick<Standing, "exhaustion" | "budget">): string {
  switch (exhaustion.kind) {
    case "exhausted":
      return "The budget is gone.";
    case "never":
      return budget?.period === undefined
        ? "Never gone at this pace."
        : "Not gone at this pace before the period ends.";
    case "in":
      return `At this pace gone in ${formatSpan(exhaustion.seconds)} (burn ${formatBurn(exhaustion.pace)} over ${exhaustion.window}).`;
    case "unknown":
      return budget === undefined
        ? "Nothing is known of its pace."
        : "No burn rate is recorded, so its pace is not known.";
  }
}

const isSaidBy = (cause: SloBody["cause"], warning: string): boolean =>
  cause === warning || (cause === "prometheus-unreachable" && warning === "source-failing");

/** Why a number is missing or comes with a reservation; empty when it simply stands. */
export function reservations(slo: Standing & Pick<SloBody, "warnings">): string[] {
  const coverage = slo.budget?.coverage;
  return [
    ...(slo.cause === undefined ? [] : [causeWords[slo.cause]]),
    ...(slo.cause !== undefined && slo.dataAgeSeconds !== undefined
      ? [`data ${formatSpan(slo.dataAgeSeconds)} old`]
      : []),
    ...(slo.partial && coverage !== undefined
      ? [`partial: ${formatPercent(coverage)} of the window seen`]
      : []),
    ...slo.warnings
      .filter(({ code }) => !isSaidBy(slo.cause, code))
      .map(({ code }) => code.replaceAll("-", " ")),
  ];
}
