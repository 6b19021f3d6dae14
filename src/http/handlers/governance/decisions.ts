import { z } from "zod";
import { inputsOf } from "../../../gate/replay/inputs.ts";
import type { Basis } from "../../../gate/replay/differences.ts";
import { type KeptVerdict, recordDecision } from "../../../gate/record.ts";
import type { Question } from "../../../gate/question.ts";
import type { Verdict } from "../../../gate/verdict.ts";
import { type Act, isRefusal } from "../../../governance/act.ts";
import type { JournalEntry } from "../../../governance/journal.ts";
import type { Identity } from "../../../governance/people/identity.ts";
import { mayAskFor } from "../../../governance/people/may-ask.ts";
import { isDropped } from "../../../governance/retention.ts";
import { only, reading, requireIdentity } from "../../access.ts";
import { answerOf } from "../../acting.ts";
import { Problem } from "../../problem.ts";
import { readQuery } from "../../query.ts";
import { type Asked, type Route, writing } from "../../route.ts";
import { labelsSchema } from "../../schemas/common.ts";
import {
  type DecisionBody,
  decisionSchema,
  storedDecisionSchema,
} from "../../schemas/governance/decision.ts";
import { iso } from "../../views/common.ts";
import { verdictView } from "../../views/verdict.ts";
import { gateQuery, readQuestion } from "../gate.ts";
import { found } from "./act.ts";

const questionInput = z
  .strictObject({
    ...gateQuery.shape,
    group: labelsSchema.optional().meta({ description: "Narrows grouped SLOs to these groups" }),
    dryRun: z.boolean().default(false).meta({ description: "Only to see: it passes and spends nothing" }),
    identifier: z
      .string()
      .min(1, "is empty")
      .max(200, "is too long")
      .optional()
      .meta({ description: "Your own name for what you do: another one is another decision" }),
  })
  .meta({ id: "GateQuestion" });

/** @throws Problem `bad-body` */
function questionFrom(body: z.output<typeof questionInput>, identity: Identity): Question {
  const { group = {}, identifier, dryRun, ...query } = body;
  const labels = Object.entries(group).map(([name, value]) => [`group.${name}`, value]);
  try {
    const raw = {
      ...query,
      dryRun: String(dryRun),
      ...(Object.fromEntries(labels) as Record<string, string>),
    };
    return { ...readQuestion(raw, identity), ...(identifier !== undefined && { identifier }) };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "bad-query") throw error;
    const fields = (error.extras.errors ?? []).map(({ parameter, ...rest }) => ({
      field: parameter,
      ...rest,
    }));
    throw new Problem("bad-body", error.message, { fields });
  }
}

interface Recorded {
  id: string;
  repeated: boolean;
}

/**
 * Decides on the newest state, in turn with everybody else, and has it on disk before it is answered: so one use of
 * an exception is never given to two changes.
 */
export async function decideOnRecord(
  asked: Asked,
  question: Question,
  idempotency: Asked["idempotency"],
): Promise<Recorded & { verdict: Verdict }> {
  const identity = requireIdentity(asked);
  const { deps, snapshot } = asked;
  const view = snapshot();
  const barred = mayAskFor(identity, question.subject, view);
  if (barred !== undefined) throw new Problem(barred.refused, barred.message);
  let answered: Verdict | undefined;
  const result = await deps.desk.act(
    (state, occasion): Act<Recorded> => {
      const verdict = deps.decide(question, view, state, occasion.now);
      const inputs = () => inputsOf(question, view, state, occasion.now);
      const act = recordDecision(question, { verdict, inputs }, state, occasion, identity);
      if (isRefusal(act)) return act;
      answered = act.answer.verdict;
      const { id, repeated } = act.answer;
      return { events: act.events, answer: { id, repeated } };
    },
    idempotency === undefined ? {} : { idempotency },
  );
  const { id, repeated } = answerOf(result);
  // An attempt that somebody else was faster than may have decided before this was found to be a retry.
  const isRetry = result.ok && result.replayed;
  const fresh = isRetry ? await storedVerdict(asked, id) : answered;
  // A key makes a retry safe, not a verdict eternal: what has expired since is decided anew.
  if (isRetry && (fresh === undefined || fresh.validUntil <= asked.now))
    return decideOnRecord(asked, question, undefined);
  const verdict = fresh ?? deps.decide(question, view, deps.desk.state(), asked.now);
  deps.metrics.decided(verdict);
  return { id, repeated: repeated || isRetry, verdict };
}

export async function entryOf(
  { deps }: Asked,
  id: string,
): Promise<JournalEntry<"gate-decision"> | undefined> {
  const [entry] = await deps.desk.read(1, 1, { subject: id, kinds: ["gate-decision"] });
  return entry?.kind === "gate-decision" ? entry : undefined;
}

/** The verdict and what it was made of; undefined once retention has dropped them. */
export function basisIn({ payload: { verdict } }: JournalEntry<"gate-decision">): Basis | undefined {
  if (isDropped(verdict)) return undefined;
  const { inputs, ...answered } = verdict as KeptVerdict;
  return { verdict: answered, inputs };
}

const verdictIn = (entry: JournalEntry<"gate-decision">): Verdict | undefined => basisIn(entry)?.verdict;

async function storedVerdict(asked: Asked, id: string): Promise<Verdict | undefined> {
  const entry = await entryOf(asked, id);
  return entry && verdictIn(entry);
}

export const postDecision = writing({
  path: "/api/v1/gate/decisions",
  method: "post",
  id: "recordDecision",
  tag: "Gate",
  summary: "May this change go out now? On record",
  description:
    "As `GET /api/v1/gate`, and recorded before it is answered; a change that passes by an exception spends a use " +
    "of it. The same question within `validUntil`, and the same change on the same exception, is the same decision.",
  body: questionInput,
  access: only("requester", "approver", "admin", "machine"),
  answers: { 200: { description: "The verdict and the decision's id", schema: decisionSchema } },
  problems: ["no-snapshot", "conflict", "journal-unavailable"],
  handle: async (asked) => {
    const question = questionFrom(asked.body, requireIdentity(asked));
    const { verdict, ...recorded } = await decideOnRecord(asked, question, asked.idempotency);
    return { json: { ...recorded, ...verdictView(verdict) } satisfies DecisionBody };
  },
});

const noQuery = z.object({});

export const showDecision: Route = {
  path: "/api/v1/gate/decisions/{id}",
  id: "getDecision",
  tag: "Governance",
  summary: "A decision of the gate, as it was answered",
  description: "Read from the journal.",
  params: { id: "The decision's id" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The decision", schema: storedDecisionSchema } },
  problems: ["bad-query", "not-found", "journal-unavailable"],
  handle: async (asked) => {
    readQuery(noQuery, asked.query);
    const id = asked.params.id ?? "";
    const entry = found(await entryOf(asked, id), "decision", id);
    const { decision, allowed, uses } = entry.payload;
    const verdict = verdictIn(entry);
    return {
      json: {
        ...{ id, seq: entry.seq, at: iso(entry.at), by: entry.actor, allowed, decision, uses },
        ...(verdict !== undefined && { verdict: verdictView(verdict) }),
      },
    };
  },
};

export const decisionRoutes: readonly Route[] = [postDecision, showDecision];
