import type { ReasonBody, VerdictBody } from "../../../http/schemas/verdict.ts";
import { formatSpan } from "../../../model/wording.ts";

type Seats = NonNullable<VerdictBody["approval"]>["seats"];

const nameOf = ({ seat, group }: Seats[number]): string =>
  group === undefined || group === seat ? seat : `${seat} (${group})`;

/** `approval from owner (team-shop) and sre` */
export function approvalWords({ seats }: NonNullable<VerdictBody["approval"]>): string {
  const names = seats.map(nameOf);
  const last = names.pop() ?? "nobody";
  return `approval from ${names.length === 0 ? last : `${names.join(", ")} and ${last}`}`;
}

/** "decided by policy default, rule 6: restricted + feature → needs_exception": of the reason that decides. */
export function decidedBy({
  reasons,
  decision,
}: Pick<VerdictBody, "reasons" | "decision">): string | undefined {
  const deciding = reasons.find((reason) => reason.decision === decision && reason.policy !== undefined);
  if (deciding?.policy === undefined) return undefined;
  const { policy, rule, ruleText } = deciding;
  const line = rule === undefined ? (ruleText ?? "") : `rule ${rule}: ${ruleText ?? ""}`;
  return `decided by policy ${policy}${line === "" ? "" : `, ${line}`}`;
}

/** How old the oldest of the data is that the answer stands on. */
export function basedOn(reasons: readonly ReasonBody[]): string {
  const ages = reasons.flatMap(({ dataAgeSeconds }) => dataAgeSeconds ?? []);
  return ages.length === 0 ? "no data behind it" : `data ${formatSpan(Math.max(...ages))} old`;
}

/** What to do next, for who is held up and for who is not. */
export function nextStep({
  decision,
  allowedNow,
  sha,
}: Pick<VerdictBody, "decision" | "allowedNow" | "sha">): string {
  if (decision === "allow") return "Nothing is in the way: deploy.";
  if (decision === "warn") return "It may go out; look at what the reasons warn of, and watch it.";
  const instead = allowedNow.length === 0 ? "" : ` Or send what is allowed now: ${allowedNow.join(", ")}.`;
  if (decision === "deny") return `Wait until the reasons above are over, or fix what burns.${instead}`;
  const name = sha === undefined ? " Name the change by its sha: an exception covers what has a name." : "";
  return `Request an exception, or wait until the budget recovers.${name}${instead}`;
}
