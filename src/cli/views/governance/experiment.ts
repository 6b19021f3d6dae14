import type {
  ExperimentBody,
  ExperimentDetailBody,
  SignalBody,
} from "../../../http/schemas/governance/experiment.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { formatBurn } from "../../../model/wording.ts";
import { printable, type Ink } from "../../terminal/ink.ts";
import { table } from "../../terminal/table.ts";
import { labelled, wrap } from "../../terminal/wrap.ts";
import { dayAndTime } from "../moments.ts";
import { historyLines } from "./history.ts";
import { inWords, seatLines } from "./quorum.ts";

/** Whether it may go on, and how near it is to its caps. */
export function signalLines({ go, reason, burn, spend }: SignalBody, ink: Ink): string[] {
  return [
    go
      ? ink("green", "✔ go on")
      : ink("red", `✖ stop${reason === undefined ? "" : `: ${printable(reason)}`}`),
    ...(burn === undefined
      ? []
      : [
          `  burn ${formatBurn(burn.rate)} over ${burn.window}, cap ${formatBurn(burn.cap)} (${printable(burn.slo)})`,
        ]),
    ...(spend === undefined
      ? []
      : [`  spent ${formatPercent(spend.share)}, cap ${formatPercent(spend.cap)} (${printable(spend.slo)})`]),
  ];
}

export function experimentLines(experiment: ExperimentDetailBody, ink: Ink): string[] {
  const { id, state, service, environment, title, hypothesis, blastRadius, cost, caps, length } = experiment;
  const { requestedBy, quorum, requestHash, ended, signal, history } = experiment;
  const isOpen = state === "pending" || state === "approved" || state === "running";
  return [
    `${ink("bold", id)}  ${state}`,
    `  ${printable(title)}: ${printable(service)} in ${printable(environment)}`,
    "",
    ...labelled("asked by", printable(requestedBy), 10),
    ...(hypothesis === undefined ? [] : labelled("expects", printable(hypothesis), 10)),
    ...labelled("confined", printable(blastRadius), 10),
    ...labelled("declares", `${formatPercent(cost)} of the budget, over within ${length}`, 10),
    ...labelled("caps", `spend ${formatPercent(caps.spend)}, burn ${formatBurn(caps.burn)}`, 10),
    "",
    ...(quorum === undefined ? [] : seatLines(quorum, ink)),
    ...(ended?.reason === undefined ? [] : wrap(`${state}: ${printable(ended.reason)}`, "  ")),
    ...(state === "running" ? signalLines(signal, ink) : []),
    ...(isOpen ? nextStep(state, id, requestHash, inWords(quorum?.missing ?? [])) : []),
    ...historyLines(history, ink),
  ];
}

const nextStep = (state: ExperimentBody["state"], id: string, hash: string, missing: string): string[] => {
  if (state === "pending")
    return [
      ...wrap(`waits for ${missing}`, "  "),
      "",
      `  to approve: nines experiment approve ${id} --hash ${hash.slice(0, 12)}`,
    ];
  return [
    state === "approved"
      ? `  to begin: nines experiment start ${id}`
      : `  when over: nines experiment finish ${id}`,
  ];
};

export function experimentTable(items: readonly ExperimentBody[], total: number, ink: Ink): string[] {
  if (items.length === 0) return ["No experiment fits."];
  const [heading = "", ...rows] = table(
    ["id", "state", "service", "title", "asked", "waits for"].map((column) => ({ title: column })),
    items.map(({ id, state, service, title, requestedAt, quorum }) => [
      id,
      state,
      printable(service),
      printable(title),
      dayAndTime(requestedAt),
      state === "pending" ? (quorum?.missing.join(",") ?? "") : "",
    ]),
  );
  const more = total > items.length ? [`… and ${total - items.length} more; --json lists all`] : [];
  return [ink("dim", heading), ...rows, ...more];
}
