import type { JournalEvent } from "../../governance/journal.ts";
import { isSamePromise, promisedBy } from "../../governance/loosening/promises.ts";
import { promiseEvents, type Stood } from "../../governance/loosening/watch.ts";
import { describeSeats } from "../../governance/quorum.ts";
import { tell } from "../../governance/tell.ts";
import { formatAnchor } from "../../governance/verify.ts";
import type { Definitions } from "../../model/definitions.ts";
import { gradedStates } from "../../model/policy.ts";
import type { Standing } from "../../policy/standing.ts";
import type { RuntimePorts } from "../ports.ts";
import { soleLeader } from "../leadership.ts";
import type { Snapshot } from "../snapshot.ts";
import type { AllStandings } from "../standings.ts";
import { messageOf } from "../transitions.ts";

/** Watches over what git promises. Every replica keeps where SLOs stood; only the leader journals. */
export interface PromiseKeeper {
  /**
   * Journals what the definitions change among the accepted promises, before anything is judged by them: a standing
   * under an easier promise must neither be published nor journalled ahead of the word that it was made easier.
   * Never throws; what could not be journalled is found again in the next cycle.
   */
  settle: (definitions: Definitions, before: AllStandings) => Promise<void>;
  /** Remembers where every SLO stands that promises what was accepted. */
  note: (snapshot: Snapshot) => void;
}

type Ports = Pick<RuntimePorts, "desk" | "leadership" | "log" | "now">;

export function keepPromises({ desk, leadership = soleLeader, log, now }: Ports): PromiseKeeper {
  const stood = new Map<string, Stood>();
  let compared: { definitions: Definitions; seq: number } | undefined;
  if (desk === undefined) return { settle: async () => undefined, note: () => undefined };

  const settle: PromiseKeeper["settle"] = async (definitions, before) => {
    for (const [slo, standings] of before)
      if (!stood.has(slo)) stood.set(slo, worstOf([...standings.values()]));
    const epoch = leadership.epoch();
    if (epoch === undefined || desk.readAt() === undefined) return;
    if (!isDue(definitions)) return;
    try {
      const result = await desk.act(
        (state, { now: at, newId }) => {
          const events = promiseEvents(state, definitions, stood, at, newId);
          return { events, answer: events };
        },
        { epoch },
      );
      if (result.ok) for (const event of result.answer) say(event);
    } catch (error) {
      log.error("changed promises could not be journalled and wait", { error: messageOf(error) });
    }
  };
  /** Most cycles have nothing to say: those need no turn at the journal, and while nothing moved no comparison. */
  const isDue = (definitions: Definitions): boolean => {
    const state = desk.state();
    const { seq } = state.head;
    if (compared?.definitions === definitions && compared.seq === seq) return false;
    if (promiseEvents(state, definitions, stood, now(), (prefix) => prefix).length > 0) return true;
    // A hold ends by the clock alone: while one is open, every cycle looks.
    const isOpen = [...state.loosenings.values()].some((each) => each.heldUntil !== undefined && !each.ended);
    compared = isOpen ? undefined : { definitions, seq };
    return false;
  };
  const say = (event: JournalEvent): void => {
    const facts = { kind: event.kind, subject: event.subject, anchor: formatAnchor(desk.state().head) };
    if (event.kind !== "promise-loosened") {
      log.info(tell(event), facts);
      return;
    }
    const { requirement, before } = event.payload;
    const approvers = requirement && { approvers: describeSeats(requirement.seats, before.owner) };
    log.warn(tell(event), { ...facts, ...approvers });
  };
  const note = (snapshot: Snapshot): void => {
    const { promises } = desk.state();
    const promised = promisedBy(snapshot.spec.definitions).promises;
    for (const { slo, groups } of snapshot.slos) {
      if (!isSamePromise(promises.get(slo.id), promised.get(slo.id))) continue;
      const live = groups.filter(({ assessment }) => !assessment.gone);
      stood.set(slo.id, worstOf(live.map(({ standing }) => standing)));
    }
  };
  return { settle, note };
}

const worstOf = (standings: readonly Standing[]): Stood =>
  standings
    .map(({ held, spent }): Stood => ({ state: held, ...(spent !== undefined && { spent }) }))
    .reduce((worst, each) => (rank(each) > rank(worst) ? each : worst), { state: "healthy" });

const rank = ({ state }: Stood): number => gradedStates.indexOf(state);
