import type { ExceptionBody, ExceptionDetailBody } from "../../../http/schemas/governance/exception.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { formatSpan } from "../../../model/wording.ts";
import { printable, type Ink } from "../../terminal/ink.ts";
import { table } from "../../terminal/table.ts";
import { labelled, wrap } from "../../terminal/wrap.ts";
import { dayAndTime } from "../moments.ts";
import { historyLines } from "./history.ts";
import { inWords, seatLines } from "./quorum.ts";

const styles: Readonly<Record<ExceptionBody["state"], Parameters<Ink>[0]>> = {
  pending: "yellow",
  escalated: ["yellow", "bold"],
  approved: "green",
  active: "green",
  consumed: "dim",
  expired: "dim",
  denied: "red",
  withdrawn: "dim",
  revoked: "red",
};

const isOpen = ({ state }: Pick<ExceptionBody, "state">): boolean =>
  ["pending", "escalated", "approved", "active"].includes(state);

const change = ({ change: { sha, repository, kinds } }: ExceptionBody): string =>
  [kinds.length === 0 ? "any change" : kinds.join(", "), sha, repository]
    .filter((part) => part !== undefined)
    .join(" · ");

const uses = ({ maxUses, usesLeft }: ExceptionBody): string =>
  usesLeft === maxUses ? `${maxUses} use${maxUses === 1 ? "" : "s"}` : `${usesLeft} of ${maxUses} uses left`;

const left = (until: string): string => formatSpan((Date.parse(until) - Date.now()) / 1_000);

/** The exception as whoever decides on it needs to see it, within 80 columns. */
export function exceptionLines(exception: ExceptionDetailBody, ink: Ink): string[] {
  const { id, state, service, environments, requestedBy } = exception;
  return [
    `${ink("bold", id)}  ${ink(styles[state], state)}`,
    `  ${printable(service)} to ${environments.map(printable).join(", ")} · ${printable(change(exception))}`,
    `  ${uses(exception)}, ${dayAndTime(exception.start)} to ${dayAndTime(exception.expiry)}`,
    ...terms(exception).map((text) => `  ${text}`),
    "",
    ...labelled("asked by", printable(requestedBy), 10),
    ...reasons(exception),
    "",
    ...standing(exception, ink),
    ...historyLines(exception.history, ink),
  ];
}

function terms({ slos, maxBudgetCost, cost, silverBullet, breakGlass }: ExceptionBody): string[] {
  const cap =
    maxBudgetCost === undefined ? undefined : `may cost ${formatPercent(maxBudgetCost)} of the budget`;
  const spent = cost === undefined ? undefined : `has cost ${formatPercent(cost.spent)} so far`;
  return [
    ...(slos.length === 0 ? [] : [`for ${slos.map(printable).join(", ")}`]),
    ...(silverBullet ? ["a silver bullet: nobody has to approve it"] : []),
    ...(breakGlass === undefined ? [] : ["a broken glass: it acts at once and is reviewed afterwards"]),
    ...(cap === undefined && spent === undefined
      ? []
      : [[cap, spent].filter((part) => part !== undefined).join(", ")]),
  ];
}

function reasons({
  reason,
  businessImpact,
  risk,
  rollbackPlan,
  evidence,
  followUp,
}: ExceptionBody): string[] {
  const said: readonly (readonly [string, string | undefined])[] = [
    ["reason", `${reason.text} (${reason.category})`],
    ["impact", businessImpact],
    ["risk", risk],
    ["rollback", rollbackPlan],
    ...evidence.map((link) => ["evidence", link] as const),
    ["follow-up", followUp],
  ];
  return said.flatMap(([label, text]) =>
    text === undefined || text === "" ? [] : labelled(label, printable(text), 10),
  );
}

function standing(exception: ExceptionDetailBody, ink: Ink): string[] {
  const { quorum, obstacles, ended, breakGlass, state } = exception;
  const isWaiting = state === "pending" || state === "escalated";
  return [
    ...(quorum === undefined ? [] : seatLines(quorum, ink)),
    ...(ended === undefined
      ? []
      : wrap(
          `${state} by ${ended.by}, ${dayAndTime(ended.at)}${ended.reason === undefined ? "" : `: ${printable(ended.reason)}`}`,
          "  ",
        )),
    ...(isOpen(exception) && !isWaiting
      ? obstacles.flatMap(({ sentence }) => wrap(`opens no gate now: ${printable(sentence)}`, "  "))
      : []),
    ...(breakGlass === undefined ? [] : reviewLines(exception.id, breakGlass, ink)),
    ...(isWaiting ? waitingLines(exception) : []),
  ];
}

function reviewLines(
  id: string,
  { reviewBy, overdue, reviews }: NonNullable<ExceptionBody["breakGlass"]>,
  ink: Ink,
): string[] {
  const said = reviews.map(
    ({ by, verdict, comment }) =>
      `  ✔ ${printable(by)}: ${verdict === "justified" ? "justified" : "not justified"}, ${printable(comment)}`,
  );
  const missing = 2 - reviews.length;
  if (missing <= 0) return said;
  const due = overdue ? ink("red", `overdue since ${dayAndTime(reviewBy)}`) : `by ${dayAndTime(reviewBy)}`;
  return [
    ...said,
    `  ${missing === 2 ? "two people" : "one more person"} must review it, ${due}:`,
    `    nines exception review ${id} --verdict justified --comment "…"`,
  ];
}

/** Who has to answer, until when, and with which command: to be sent to them as it is. */
function waitingLines({ id, requestHash, quorum, answerBy, escalated }: ExceptionBody): string[] {
  const missing = inWords(quorum?.missing ?? []);
  const until =
    answerBy === undefined
      ? []
      : [
          escalated === undefined
            ? `escalated in ${left(answerBy.escalateAt)}, denied in ${left(answerBy.denyAt)}, at ${dayAndTime(answerBy.denyAt)}`
            : `escalated to ${inWords(escalated.to) || "nobody"}; denied in ${left(answerBy.denyAt)}, at ${dayAndTime(answerBy.denyAt)}`,
        ];
  return [
    ...wrap(`waits for ${missing}; without an answer ${until.join("")}`, "  "),
    "",
    `  to approve: nines exception approve ${id} --hash ${requestHash.slice(0, 12)}`,
  ];
}

export function exceptionTable(items: readonly ExceptionBody[], total: number, ink: Ink): string[] {
  if (items.length === 0) return ["No exception fits."];
  const [heading = "", ...rows] = table(
    ["id", "state", "service", "change", "by", "waits for", "left"].map((title) => ({ title })),
    items.map((each) => [
      each.id,
      ink(styles[each.state], each.state),
      printable(each.service),
      printable((each.change.sha ?? each.change.kinds.join(",")).slice(0, 10) || "any"),
      printable(each.requestedBy.split("@")[0] ?? ""),
      isOpen(each) ? (each.quorum?.missing ?? []).map(printable).join(",") : "",
      isOpen(each) ? left(each.expiry) : "",
    ]),
  );
  const more = total > items.length ? [`… and ${total - items.length} more; --json lists all`] : [];
  return [ink("dim", heading), ...rows, ...more];
}
