import type { z } from "zod";
import type { CorrectionBody, correctionDetailSchema } from "../../../http/schemas/governance/correction.ts";
import { printable, type Ink } from "../../terminal/ink.ts";
import { table } from "../../terminal/table.ts";
import { labelled, wrap } from "../../terminal/wrap.ts";
import { dayAndTime } from "../moments.ts";
import { historyLines } from "./history.ts";
import { inWords, seatLines } from "./quorum.ts";

const effects: Readonly<Record<CorrectionBody["effect"], string>> = {
  drop: "counts as if it had not been",
  "count-good": "its bad events count as good",
};

export function correctionLines(correction: z.output<typeof correctionDetailSchema>, ink: Ink): string[] {
  const { id, state, service, environments, slos, from, to, effect, reason, requestedBy } = correction;
  const { evidence, quorum, decided, requestHash, history } = correction;
  return [
    `${ink("bold", id)}  ${state}`,
    `  ${printable(service)} in ${environments.map(printable).join(", ")}, ${slos.map(printable).join(", ") || "every SLO"}`,
    `  ${dayAndTime(from)} to ${dayAndTime(to)} ${effects[effect]}`,
    "",
    ...labelled("asked by", printable(requestedBy), 10),
    ...labelled("reason", printable(reason), 10),
    ...evidence.flatMap((link) => labelled("evidence", printable(link), 10)),
    "",
    ...seatLines(quorum, ink),
    ...(decided?.reason === undefined ? [] : wrap(`${state}: ${printable(decided.reason)}`, "  ")),
    ...(state === "pending"
      ? [
          ...wrap(`waits for ${inWords(quorum.missing)}`, "  "),
          "",
          `  to approve: nines correction approve ${id} --hash ${requestHash.slice(0, 12)}`,
        ]
      : []),
    ...historyLines(history, ink),
  ];
}

export function correctionTable(items: readonly CorrectionBody[], total: number, ink: Ink): string[] {
  if (items.length === 0) return ["No correction fits."];
  const [heading = "", ...rows] = table(
    ["id", "state", "service", "from", "to", "effect", "waits for"].map((title) => ({ title })),
    items.map(({ id, state, service, from, to, effect, quorum }) => [
      id,
      state,
      printable(service),
      dayAndTime(from),
      dayAndTime(to),
      effect,
      state === "pending" ? quorum.missing.join(",") : "",
    ]),
  );
  const more = total > items.length ? [`… and ${total - items.length} more; --json lists all`] : [];
  return [ink("dim", heading), ...rows, ...more];
}
