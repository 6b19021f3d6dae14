import { formatDuration } from "../../model/durations.ts";
import { tierNames, type TierName } from "../../model/tiers.ts";
import { object, optional, required, type ObjectOf } from "../shapes/object.ts";
import { duration, durationOrZero, percent } from "../shapes/quantities.ts";
import { failed, located, refine } from "../shapes/shape.ts";
import { text, wholeNumber } from "../shapes/texts.ts";
import { severity } from "./alerting.ts";
import { documentShape } from "./envelope.ts";

const rowFields = {
  long: required(located(duration), "Rings on what happened in this window"),
  short: required(located(duration), "Ends the alert soon after recovery"),
  budget: required(percent, "Share of the period's error budget spent over the long window when it rings"),
  severity: optional(severity, "page or ticket"),
  for: optional(durationOrZero, "How long it must hold before it rings"),
  keepFiringFor: optional(durationOrZero, "How long it goes on ringing after it stopped holding"),
  minBadEvents: optional(wholeNumber(0, 1_000_000), "Bad events the long window must hold"),
};
export type WrittenRow = ObjectOf<typeof rowFields>;

const row = refine(object(rowFields, "a row of alert windows"), (written, _node, report) => {
  const { long, short } = written;
  if (short.value < long.value) return written;
  const message = `the short window of ${formatDuration(short.value)} is not shorter than the long one of ${formatDuration(long.value)}`;
  report("alert-windows-order", short.place, message, "make it about a twelfth of the long one");
  return failed;
});

const rowsFields = Object.fromEntries(
  tierNames.map((each) => [each, optional(row, `The tier ${each}`)]),
) as unknown as Readonly<Record<TierName, ReturnType<typeof optional<WrittenRow>>>>;

const rows = refine(object(rowsFields, "tiers"), (written, _node, report) => {
  const given = tierNames.flatMap((each) => written[each] ?? []);
  const wrong = given.find((each, index) => each.long.value <= (given[index - 1]?.long.value ?? 0));
  if (wrong === undefined) return written;
  const message = `the long window of ${formatDuration(wrong.long.value)} is not longer than that of the tier before it`;
  report(
    "alert-windows-order",
    wrong.long.place,
    message,
    "let fast, medium, slow and long grow in this order",
  );
  return failed;
});

export const alertWindowsShape = documentShape(
  "AlertWindows",
  object(
    {
      description: optional(text, "What the table is for"),
      tiers: required(rows, "The rows by tier; a tier that is left out does not exist"),
    },
    "spec of AlertWindows",
  ),
);
export type WrittenAlertWindows = Exclude<ReturnType<typeof alertWindowsShape.decode>, typeof failed>;
