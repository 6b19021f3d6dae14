import { z } from "zod";
import {
  flaggerDeployment,
  flaggerHooks,
  flaggerQuestion,
  rollbackReply,
  tokenIn,
  type FlaggerHook,
  type FlaggerPayload,
} from "../../../dialects/flagger.ts";
import { plain, statusReply, type PlainReply } from "../../../dialects/plain.ts";
import { burningFast } from "../../../gate/fast-burn.ts";
import { recordDeployment } from "../../../governance/deployments/record.ts";
import type { Identity } from "../../../governance/people/identity.ts";
import { admit, everybody, only, reading, type Access } from "../../access.ts";
import { Problem } from "../../problem.ts";
import { type Asked, type Route, writing } from "../../route.ts";
import { record } from "../governance/act.ts";
import { decideOnRecord } from "../governance/decisions.ts";
import { plainText } from "./status.ts";

/** As Flagger posts it; what a later Flagger adds is left unread. */
const payloadSchema = z
  .looseObject({
    name: z.string().min(1).max(253),
    namespace: z.string().min(1).max(253),
    phase: z.string().max(100).optional(),
    checksum: z.string().max(200).optional(),
    metadata: z
      .record(z.string(), z.string())
      .nullish()
      .transform((metadata) => metadata ?? {})
      .meta({
        type: "object",
        description:
          "`service`, `environment`, `change`, `sha`, `version`, and `token`: an API token of nines",
      }),
  })
  .meta({ id: "FlaggerPayload", description: "What Flagger posts to a webhook of a canary." });

type Payload = Asked & { body: FlaggerPayload };

/**
 * Who asks, by the token in the metadata: Flagger sends no headers of its own. Without one it is nobody in particular,
 * who may read where reading is open.
 * @throws Problem as `admit` does
 */
async function withAsker(asked: Payload, access: Access): Promise<Payload> {
  const { people } = asked.deps;
  const token = tokenIn(asked.body);
  const found =
    token === undefined || people === undefined
      ? ({ kind: "anonymous" } as const)
      : await people.authenticate({ authorization: `Bearer ${token}` });
  const { identity: _, ...rest } = asked;
  const identity: Identity | undefined = admit(access, found, people?.readsAreOpen ?? true);
  return { ...rest, ...(identity !== undefined && { identity }) };
}

const recorders = only("requester", "approver", "admin", "machine");

/** On record for whoever is known, else a preview: the same verdict, kept nowhere. */
async function confirm(payload: Payload): Promise<PlainReply> {
  const question = flaggerQuestion(payload.body);
  if ("line" in question) return question;
  const isKnown = tokenIn(payload.body) !== undefined;
  const asked = await withAsker(payload, isKnown ? recorders : reading);
  const { deps, snapshot, now, identity } = asked;
  if (identity !== undefined) {
    const asker = { subject: identity.subject, groups: identity.groups };
    return statusReply((await decideOnRecord(asked, { ...question, asker }, undefined)).verdict);
  }
  const verdict = deps.decide(question, snapshot(), deps.governance(), now);
  deps.metrics.decided(verdict);
  return statusReply(verdict);
}

async function rollback(payload: Payload): Promise<PlainReply> {
  const question = flaggerQuestion(payload.body);
  if ("line" in question) return question;
  const { snapshot, now } = await withAsker(payload, reading);
  return rollbackReply(burningFast(question, snapshot(), now));
}

async function event(payload: Payload): Promise<PlainReply> {
  const deployment = flaggerDeployment(payload.body);
  if (deployment === undefined)
    return plain(200, `nothing to record of phase ${payload.body.phase ?? "none"}`);
  const asked = await withAsker(payload, only("requester", "admin", "machine"));
  const id = await record(asked, (state, occasion, identity) =>
    recordDeployment(state, occasion, identity, deployment, asked.snapshot()),
  );
  return plain(200, `recorded as ${id}`);
}

const handlers: Readonly<Record<FlaggerHook, (payload: Payload) => Promise<PlainReply>>> = {
  "confirm-rollout": confirm,
  "confirm-promotion": confirm,
  rollback,
  event,
};

const words: Readonly<Record<FlaggerHook, string>> = {
  "confirm-rollout": "Flagger asks whether a canary may start",
  "confirm-promotion": "Flagger asks whether a canary may be promoted",
  rollback: "Flagger asks whether to roll back: yes on a fast burn",
  event: "Flagger tells how a canary gets on: its deployment is recorded",
};

const hookRoute = (hook: FlaggerHook): Route =>
  writing({
    method: "post",
    path: `/api/v1/gate/flagger/${hook}`,
    id: `flagger-${hook}`.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    tag: "Gate",
    summary: words[hook],
    description:
      "200 is yes and every no is 403 with one line of plain text, also where nines cannot decide: Flagger repeats " +
      "anything else. The asker's token stands in `metadata.token`, since Flagger sends no headers.",
    body: payloadSchema,
    access: everybody,
    answers: {
      200: { description: "Yes", type: "text/plain" },
      403: { description: "No, or nines cannot say; one line says why", type: "text/plain" },
    },
    problems: [],
    handle: async (asked) => plainText(await handlers[hook](asked)),
    refuse: (error) =>
      plainText(
        plain(403, error instanceof Problem ? error.message : "nines cannot decide now: its log tells more"),
      ),
  });

export const flaggerRoutes: readonly Route[] = flaggerHooks.map(hookRoute);
