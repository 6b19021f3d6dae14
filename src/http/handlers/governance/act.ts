import { type Act, isRefusal, type Occasion } from "../../../governance/act.ts";
import type { JournalEvent } from "../../../governance/journal.ts";
import type { Identity } from "../../../governance/people/identity.ts";
import type { GovernanceState } from "../../../governance/state.ts";
import { tell } from "../../../governance/tell.ts";
import { formatAnchor } from "../../../governance/verify.ts";
import { timestamp, type Timestamp } from "../../../model/units.ts";
import { requireIdentity } from "../../access.ts";
import { answerOf } from "../../acting.ts";
import type { AppDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import type { Asked } from "../../route.ts";

type Command = (state: GovernanceState, occasion: Occasion, identity: Identity) => Act<{ id: string }>;

/**
 * Records what a command comes to and resolves to the id of what it was about. Only the id is kept for retries: how
 * things stand is read from the state, so that a retry is not told of the past.
 * @throws Problem of a refusal, and JournalUnavailable
 */
export async function record(asked: Asked, command: Command): Promise<string> {
  const identity = requireIdentity(asked);
  const { deps, idempotency } = asked;
  let recorded: readonly JournalEvent[] = [];
  const result = await deps.desk.act(
    (state, occasion) => {
      const act = command(state, occasion, identity);
      if (isRefusal(act)) return act;
      recorded = act.events;
      return { events: act.events, answer: act.answer.id };
    },
    idempotency === undefined ? {} : { idempotency },
  );
  const id = answerOf(result);
  // An attempt that somebody else was faster than may have decided before this was found to be a retry.
  if (result.ok && !result.replayed) for (const event of recorded) announce(deps, event);
  return id;
}

/** What people did is for whoever watches the log; what goes past the quorum stands out. */
function announce({ logger, desk }: Pick<AppDeps, "logger" | "desk">, event: JournalEvent): void {
  const { kind, subject, actor } = event;
  const isOut =
    event.kind === "exception-requested" &&
    (event.payload.breakGlass !== undefined || event.payload.request.silverBullet);
  const anchor = formatAnchor(desk.state().head);
  logger[isOut ? "warn" : "info"]({ kind, subject, actor, anchor }, tell(event));
}

/**
 * The time to show things at: what was recorded a moment ago, by a clock that may be ahead of this one, is not yet to
 * come.
 */
export const presentOf = ({ deps }: Asked): Timestamp =>
  timestamp(Math.max(deps.now(), deps.desk.state().head.at));

/** @throws Problem `not-found` */
export function found<Item>(item: Item | undefined, what: string, id: string): Item {
  if (item === undefined) throw new Problem("not-found", `there is no ${what} ${JSON.stringify(id)}`);
  return item;
}
