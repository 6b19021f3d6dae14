import type { QuorumBody } from "../../../http/schemas/governance/common.ts";
import type { CorrectionBody } from "../../../http/schemas/governance/correction.ts";
import type { LooseningBody } from "../../../http/schemas/governance/loosening.ts";
import type { WindowBody } from "../../../http/schemas/governance/window.ts";

export const effectWords: Readonly<Record<CorrectionBody["effect"], string>> = {
  drop: "as if it had not been",
  "count-good": "bad counts as good",
};

const budgetWords: Readonly<Record<WindowBody["acts"]["budget"], string>> = {
  count: "counts in the budget as always",
  drop: "is left out of the adjusted budget",
  "count-good": "counts as good in the adjusted budget",
};
const gateWords: Readonly<Record<WindowBody["acts"]["gate"], string>> = {
  none: "leaves the gate as it is",
  open: "lets changes pass with a warning",
  closed: "lets only rollbacks and security fixes pass",
};

/** What a window does while it lasts, a line each. */
export const actsWords = ({ alerts, budget, gate }: WindowBody["acts"]): string[] => [
  alerts ? "quiets alerts" : "lets alerts ring",
  `its time ${budgetWords[budget]}`,
  gateWords[gate],
];

const days = /^FREQ=WEEKLY;BYDAY=([A-Z,]+)$/;

/** `once`, `every day`, `weekly on SU`; any other rule as it is written. */
export function scheduleWords(schedule: WindowBody["schedule"]): string {
  if (schedule.kind === "once") return "once";
  const { rrule, start, timeZone, length } = schedule;
  const at = `at ${start.slice(11, 16)} (${timeZone}), for ${length}`;
  if (rrule === "FREQ=DAILY") return `every day ${at}`;
  if (rrule === "FREQ=WEEKLY") return `every week from ${start.slice(0, 10)} on, ${at}`;
  const [, weekdays] = days.exec(rrule) ?? [];
  return weekdays === undefined
    ? `${rrule} from ${start} (${timeZone}), for ${length}`
    : `weekly on ${weekdays} ${at}`;
}

/** `99.9% → 99%, window 30d → 7d`: only what is otherwise. */
export function looseningWords({
  before,
  after,
  kinds,
}: Pick<LooseningBody, "before" | "after" | "kinds">): string {
  if (after === undefined) return "the SLO was deleted";
  const changes = (["objective", "window", "policy", "service", "environment"] as const)
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name} ${before[name]} → ${after[name]}`);
  if (before.gate && !after.gate) changes.push("left out of the gate");
  if (kinds.includes("sli")) changes.push("another SLI, grouping or budgeting");
  return changes.length === 0 ? "the policy's text" : changes.join(", ");
}

/** `owner (team-shop)`: a seat and the group that may take it. */
const seatName = ({ seat, group }: QuorumBody["seats"][number]): string => {
  if (seat === "any") return "somebody of any group";
  return group === undefined || group === seat ? seat : `${seat} (${group})`;
};

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;

/** Who may not sit; what came about by itself was asked for by nobody. */
function seatRule(seats: number, wasAsked: boolean): string {
  if (seats === 1) return wasAsked ? ": not who asked" : "";
  return wasAsked ? ": each seat another person, none of them who asked" : ": each seat another person";
}

/** The policy's own sentence. */
export const quorumSentence = ({ policy, state, seats }: QuorumBody, wasAsked = true): string =>
  seats.length === 0
    ? `Policy ${policy} asks nobody while the budget is ${state}.`
    : `Policy ${policy} asks ${listed(seats.map(seatName))} while the budget is ${state}${seatRule(seats.length, wasAsked)}.`;

/** Groups for which this person could take one of the empty seats. */
export function groupsToSitFor({ seats }: Pick<QuorumBody, "seats">, groups: readonly string[]): string[] {
  const open = seats.filter(({ by }) => by === undefined);
  const takesAny = open.some(({ seat }) => seat === "any");
  return groups.filter((group) => takesAny || open.some((each) => each.group === group));
}

/** Seats that are still empty once this person has approved for that group; a stand-in takes the first. */
export function missingAfter({ seats }: Pick<QuorumBody, "seats">, group: string | undefined): string[] {
  const open = seats.filter(({ by }) => by === undefined);
  const own = open.findIndex((each) => each.group === group && group !== undefined);
  const any = open.findIndex(({ seat }) => seat === "any");
  const taken = own !== -1 ? own : Math.max(any, 0);
  return open.filter((_, index) => index !== taken).map(seatName);
}

/** "Approve: 1 more needed from sre". */
export function approveWords(
  quorum: Pick<QuorumBody, "seats"> | undefined,
  group: string | undefined,
  then: string,
): string {
  const missing = quorum === undefined ? [] : missingAfter(quorum, group);
  return missing.length === 0
    ? `Approve: ${then}`
    : `Approve: ${missing.length} more needed from ${listed(missing)}`;
}
