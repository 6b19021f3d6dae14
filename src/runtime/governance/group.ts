import { isRefusal } from "../../governance/act.ts";
import { decisionKeyText } from "../../governance/decisions/fold.ts";
import type { JournalEvent } from "../../governance/journal.ts";
import type { GovernanceState } from "../../governance/state.ts";
import type { Timestamp } from "../../model/units.ts";
import type { ActOptions, ActResult, Decide } from "./desk.ts";
import { answeredBefore, answeredEvent } from "./idempotency.ts";

/** Somebody who wants to act, and waits to be told. */
export interface Waiting {
  decide: Decide<unknown>;
  options: ActOptions;
  resolve: (result: ActResult<unknown>) => void;
  reject: (error: unknown) => void;
}

/** What an act comes to on the present state: nothing to append, or events that go to disk before it is answered. */
export interface Prepared {
  waiting: Waiting;
  result: ActResult<unknown>;
  events: readonly JournalEvent[];
}

/** @throws whatever the command throws */
export function prepare(
  waiting: Waiting,
  state: GovernanceState,
  at: Timestamp,
  newId: (prefix: string) => string,
): Prepared {
  const { decide, options } = waiting;
  const before = answeredBefore<unknown>(state, options.idempotency);
  if (before !== undefined) return { waiting, result: before, events: [] };
  const act = decide(state, { now: at, newId });
  if (isRefusal(act)) return { waiting, result: { ok: false, ...act }, events: [] };
  const answered =
    options.idempotency === undefined ? [] : [answeredEvent(options.idempotency, act.answer, at)];
  const events = [...act.events, ...answered];
  return { waiting, result: { ok: true, answer: act.answer, replayed: false }, events };
}

/** As many as a crowd of pipelines asks at once; more would keep the first of them waiting. */
const most = 64;

/**
 * Acts that go to disk together. Only those that would come to the same whichever of them were first: decisions of the
 * gate on different questions that spend no exception. All others go alone, each on the state that the one before left.
 */
export class Group {
  readonly members: Prepared[] = [];
  readonly #claims = new Set<string>();
  #isClosed = false;

  get events(): readonly JournalEvent[] {
    return this.members.flatMap(({ events }) => events);
  }

  /** False: it has to wait for its own turn. What appends nothing was decided before all of them. */
  takes(prepared: Prepared): boolean {
    if (this.members.length >= most) return false;
    if (prepared.events.length > 0 && !this.#joins(prepared)) return false;
    this.members.push(prepared);
    return true;
  }

  #joins({ events, waiting: { options } }: Prepared): boolean {
    const claims = events.map(claimOf);
    const isFirst = this.events.length === 0;
    const isAlone = options.epoch !== undefined || claims.includes(undefined);
    if (!isFirst && (isAlone || this.#isClosed || claims.some((claim) => this.#claims.has(claim ?? ""))))
      return false;
    this.#isClosed = isAlone;
    for (const claim of claims) this.#claims.add(claim ?? "");
    return true;
  }
}

/** What no other act of the group may touch as well; undefined for an event that has to go alone. */
function claimOf(event: JournalEvent): string | undefined {
  if (event.kind === "act-answered") return `answer ${event.subject}`;
  if (event.kind !== "gate-decision" || event.payload.uses.length > 0) return undefined;
  return `decision ${decisionKeyText(event.payload.key)}`;
}
