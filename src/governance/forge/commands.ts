import { createHash } from "node:crypto";
import type { Timestamp } from "../../model/units.ts";
import type { Act, Occasion } from "../act.ts";
import { systemActor, type JournalEvent } from "../journal.ts";
import type { GovernanceState } from "../state.ts";
import { type ForgeAnswer, type ForgeQuestion, type ForgeRequest, sameAddress } from "./request.ts";

type Forge = ForgeQuestion["address"]["kind"];

/** The same delivery, however often it is delivered, is one request. */
export const requestId = (forge: Forge, delivery: string): string =>
  `fr-${createHash("sha256").update(`${forge} ${delivery}`).digest("hex").slice(0, 16)}`;

/** Takes a question onto the queue; what was asked of the same merge request before is asked no longer. */
export function askForForge(
  { forgeRequests }: Pick<GovernanceState, "forgeRequests">,
  { now: at }: Occasion,
  delivery: string,
  question: ForgeQuestion,
): Act<{ id: string; repeated: boolean }> {
  const { kind } = question.address;
  const id = requestId(kind, delivery);
  if (forgeRequests.has(id)) return { events: [], answer: { id, repeated: true } };
  const older = openRequests(forgeRequests).filter((each) => sameAddress(each.address, question.address));
  const superseded = older.flatMap((each) =>
    answerOf(forgeRequests, each.id, { answer: "superseded", reason: `${question.sha} is asked about` }, at),
  );
  const asked: JournalEvent = {
    at,
    actor: `forge:${kind}`,
    kind: "forge-asked",
    subject: id,
    payload: question,
  };
  return { events: [...superseded, asked], answer: { id, repeated: false } };
}

export const openRequests = (requests: ReadonlyMap<string, ForgeRequest>): readonly ForgeRequest[] =>
  [...requests.values()].filter(({ answered }) => answered === undefined);

/** That a request was answered; nothing when it was before. */
export const answerOf = (
  requests: ReadonlyMap<string, ForgeRequest>,
  id: string,
  payload: { answer: ForgeAnswer; decision?: string; reason: string },
  at: Timestamp,
): readonly JournalEvent[] =>
  requests.get(id)?.answered === undefined && requests.has(id)
    ? [{ at, actor: systemActor, kind: "forge-answered", subject: id, payload }]
    : [];

/** What a waiting forge was told; nothing when that is what it was told last. */
export const toldOf = (
  requests: ReadonlyMap<string, ForgeRequest>,
  id: string,
  about: string,
  at: Timestamp,
): readonly JournalEvent[] =>
  requests.get(id)?.told?.about === about
    ? []
    : [{ at, actor: systemActor, kind: "forge-told", subject: id, payload: { about } }];
