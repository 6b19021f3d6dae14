import { askerOf, questionOf, stepOf, type Step } from "../dialects/forge/decide.ts";
import { decide } from "../gate/decide.ts";
import { inputsOf } from "../gate/replay/inputs.ts";
import { recordDecision } from "../gate/record.ts";
import { isRefusal, type Act } from "../governance/act.ts";
import { answerOf, openRequests, toldOf } from "../governance/forge/commands.ts";
import type { ForgeRequest } from "../governance/forge/request.ts";
import type { JournalEvent } from "../governance/journal.ts";
import type { GovernanceState } from "../governance/state.ts";
import { timestamp, type Timestamp } from "../model/units.ts";
import type { Desk } from "./governance/desk.ts";
import type { Leadership } from "./leadership.ts";
import type { Log } from "./ports.ts";
import type { SnapshotReader } from "./snapshot.ts";
import { messageOf } from "./transitions.ts";

/** What is said to a forge: an answer, or why it has to wait. */
export type Saying = { state: "approved" | "rejected" | "waiting"; comment: string };

export type Said =
  | { kind: "said" }
  /** It wants no answer any more, or will never take this one. */
  | { kind: "gone"; reason: string }
  | { kind: "failed"; reason: string; after?: number };

/** A way to a forge. Never throws. */
export interface ForgePeer {
  kind: ForgeRequest["address"]["kind"];
  say: (request: ForgeRequest, saying: Saying) => Promise<Said>;
  /** Seconds after which a waiting forge has to hear again that it is to wait; absent where once is enough. */
  waitingAgain?: number;
}

export interface ForgeClerkPorts {
  peers: readonly ForgePeer[];
  desk: Pick<Desk, "state" | "act">;
  snapshots: SnapshotReader;
  leadership: Leadership;
  publicUrl: string | undefined;
  now: () => Timestamp;
  wait: (milliseconds: number) => Promise<void>;
  log: Log;
}

export interface ForgeClerk {
  start: () => void;
  stop: () => Promise<void>;
}

/** Milliseconds between two looks at the queue. */
const look = 250;
/** Seconds before the second attempt, doubled with each, and at most. */
const pauses = { first: 1, longest: 120 };
/** What a forge cannot be told within this many seconds is given up; GitHub lets a run wait for 30 days. */
const givenUpAfter = 3 * 86_400;
/** GitHub takes ten reports for a run. */
const reportsAtMost = 9;

interface Effort {
  failures: number;
  notBefore: number;
  /** When a waiting forge was told last. */
  toldAt?: number;
}

/** Answers what forges have asked, as soon as there is an answer: works off the queue in the journal. */
export function createForgeClerk(ports: ForgeClerkPorts): ForgeClerk {
  const { peers, desk, snapshots, leadership, publicUrl, now, wait, log } = ports;
  const efforts = new Map<string, Effort>();
  let stopped = false;
  let work: Promise<void> = Promise.resolve();

  const append = async (
    decideOn: (state: GovernanceState, at: Timestamp) => readonly JournalEvent[],
  ): Promise<boolean> => {
    const epoch = leadership.epoch();
    if (epoch === undefined) return false;
    const result = await desk.act(
      (state, { now: at }) => ({ events: decideOn(state, at), answer: undefined }),
      {
        epoch,
      },
    );
    return result.ok;
  };
  const peerOf = ({ address }: ForgeRequest): ForgePeer | undefined =>
    peers.find(({ kind }) => kind === address.kind);

  const attend = async (request: ForgeRequest): Promise<void> => {
    const peer = peerOf(request);
    const effort = efforts.get(request.id) ?? { failures: 0, notBefore: 0 };
    const snapshot = snapshots.current();
    if (peer === undefined || snapshot === undefined || now() < effort.notBefore) return;
    const state = desk.state();
    const at = timestamp(Math.max(state.head.at, now()));
    const verdict = decide(questionOf(request), snapshot, state, at);
    const step = stepOf(request, verdict, state, at, publicUrl);
    if (step.kind === "wait") return keepWaiting(peer, request, step, effort);
    // On record, with the use of an exception that it spends, before anybody hears of it.
    const decision = await onRecord(request, step.state);
    if (decision === undefined) return;
    const said = await peer.say(request, { state: step.state, comment: step.comment });
    await conclude(request, said, effort, { answer: step.state, decision, reason: verdict.decision });
  };
  /** The decision's id; undefined when the newest state decides otherwise, or another replica leads. */
  const onRecord = async (request: ForgeRequest, expected: string): Promise<string | undefined> => {
    const epoch = leadership.epoch();
    const snapshot = snapshots.current();
    if (epoch === undefined || snapshot === undefined) return undefined;
    const question = questionOf(request);
    const identity = askerOf(request);
    const result = await desk.act(
      (state, occasion): Act<string> => {
        const verdict = decide(question, snapshot, state, occasion.now);
        const step = stepOf(request, verdict, state, occasion.now, publicUrl);
        if (step.kind !== "answer" || step.state !== expected)
          return { refused: "conflict", message: "it has changed meanwhile" };
        const inputs = () => inputsOf(question, snapshot, state, occasion.now);
        const act = recordDecision(question, { verdict, inputs }, state, occasion, identity);
        return isRefusal(act) ? act : { events: act.events, answer: act.answer.id };
      },
      { epoch },
    );
    return result.ok ? result.answer : undefined;
  };
  const keepWaiting = async (
    peer: ForgePeer,
    request: ForgeRequest,
    { about, comment }: Extract<Step, { kind: "wait" }>,
    effort: Effort,
  ): Promise<void> => {
    const { told } = request;
    const isNews = told?.about !== about && (told?.count ?? 0) < reportsAtMost;
    const isOld = peer.waitingAgain !== undefined && now() - (effort.toldAt ?? 0) >= peer.waitingAgain;
    if (!isNews && !isOld) return;
    const said = await peer.say(request, { state: "waiting", comment });
    if (said.kind !== "said") return conclude(request, said, effort, undefined);
    efforts.set(request.id, { failures: 0, notBefore: 0, toldAt: now() });
    if (isNews) await append(({ forgeRequests }, at) => toldOf(forgeRequests, request.id, about, at));
  };
  const conclude = async (
    request: ForgeRequest,
    said: Said,
    { failures }: Effort,
    answered: { answer: "approved" | "rejected"; decision: string; reason: string } | undefined,
  ): Promise<void> => {
    if (said.kind === "said" && answered !== undefined) return close(request, answered);
    if (said.kind === "gone") return close(request, { answer: "gone", reason: said.reason });
    if (said.kind !== "failed") return;
    if (failures === 0)
      log.warn(`${request.address.kind} could not be answered`, { request: request.id, reason: said.reason });
    if (now() - request.at > givenUpAfter)
      return close(request, { answer: "undeliverable", reason: said.reason });
    const pause = Math.max(Math.min(pauses.first * 2 ** failures, pauses.longest), said.after ?? 0);
    efforts.set(request.id, { failures: failures + 1, notBefore: now() + pause });
  };
  const close = async (request: ForgeRequest, payload: Parameters<typeof answerOf>[2]): Promise<void> => {
    await append(({ forgeRequests }, at) => answerOf(forgeRequests, request.id, payload, at));
    efforts.delete(request.id);
    log.info(`${request.address.kind} was answered about ${request.repository}`, {
      request: request.id,
      answer: payload.answer,
      reason: payload.reason,
    });
  };

  const round = async (): Promise<void> => {
    if (leadership.epoch() === undefined) return;
    for (const request of openRequests(desk.state().forgeRequests)) {
      if (stopped) return;
      try {
        await attend(request);
      } catch (error) {
        log.error("a forge's question could not be looked after", {
          request: request.id,
          error: messageOf(error),
        });
      }
    }
  };
  return {
    start: () => {
      work = (async () => {
        while (!stopped) {
          await round();
          await wait(look);
        }
      })();
    },
    stop: async () => {
      stopped = true;
      await work;
    },
  };
}
