import type { z } from "zod";
import type { looseningDetailSchema, LooseningBody } from "../../../http/schemas/governance/loosening.ts";
import { stateMark, printable, type Ink } from "../../terminal/ink.ts";
import { table } from "../../terminal/table.ts";
import { dayAndTime } from "../moments.ts";
import { historyLines } from "./history.ts";
import { inWords, seatLines } from "./quorum.ts";

/** `objective 99.9% → 99%, gate on → off`: only what became different. */
function difference({ before, after }: LooseningBody): string {
  if (after === undefined) return `deleted; it promised ${before.objective} over ${before.window}`;
  const changed = (["objective", "window", "policy"] as const)
    .filter((key) => before[key] !== after[key])
    .map((key) => `${key} ${before[key]} → ${after[key]}`);
  const gate = before.gate && !after.gate ? ["no longer judged by the gate"] : [];
  return [...changed, ...gate].join(", ") || "its SLI or its policy's text";
}

export function looseningLines(loosening: z.output<typeof looseningDetailSchema>, ink: Ink): string[] {
  const { id, slo, kinds, state, at, held, heldUntil, quorum, ended, history } = loosening;
  const missing = inWords(quorum?.missing ?? []);
  return [
    `${ink("bold", id)}  ${held ? ink("yellow", "held") : (ended?.why ?? "announced")}`,
    `  ${printable(slo)}, ${stateMark(ink, state)} when its promise was made easier (${kinds.join(", ")})`,
    `  ${printable(difference(loosening))}`,
    `  at ${dayAndTime(at)}`,
    "",
    ...(quorum === undefined ? [] : seatLines(quorum, ink)),
    ...(held
      ? [
          `  the gate goes by the former standing until ${missing} approved`,
          `  or ${heldUntil === undefined ? "it is over" : dayAndTime(heldUntil)}`,
          "",
          `  to approve: nines loosening approve ${id}`,
        ]
      : []),
    ...historyLines(history, ink),
  ];
}

export function looseningTable(items: readonly LooseningBody[], total: number, ink: Ink): string[] {
  if (items.length === 0) return ["No promise fits."];
  const [heading = "", ...rows] = table(
    ["id", "SLO", "was", "easier by", "waits for"].map((title) => ({ title })),
    items.map(({ id, slo, state, kinds, held, quorum, ended }) => [
      id,
      printable(slo),
      state,
      kinds.join(","),
      held ? (quorum?.missing ?? []).join(",") : (ended?.why ?? "announced"),
    ]),
  );
  const more = total > items.length ? [`… and ${total - items.length} more; --json lists all`] : [];
  return [ink("dim", heading), ...rows, ...more];
}
