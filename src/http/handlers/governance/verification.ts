import { z } from "zod";
import { proofWords } from "../../../governance/proof-words.ts";
import { formatAnchor, parseAnchor } from "../../../governance/verify.ts";
import type { Proof } from "../../../runtime/governance/auditor.ts";
import { only, requireIdentity } from "../../access.ts";
import { Problem } from "../../problem.ts";
import { readQuery } from "../../query.ts";
import { type Asked, type Route, writing } from "../../route.ts";
import {
  verificationInput,
  type VerificationBody,
  verificationSchema,
} from "../../schemas/governance/verification.ts";
import { iso } from "../../views/common.ts";

const noQuery = z.object({});

/** @throws Problem `not-found` */
function auditorOf({ deps: { auditor } }: Asked) {
  if (auditor === undefined)
    throw new Problem(
      "not-found",
      "this journal is kept in memory (--data none): there is nothing to verify",
    );
  return auditor;
}

function proofView({
  by,
  startedAt,
  finishedAt,
  checked,
  of,
  anchor,
  result,
  failure,
}: Proof): VerificationBody {
  return {
    ...{ by, startedAt: iso(startedAt), checked, of },
    ...(finishedAt !== undefined && { finishedAt: iso(finishedAt) }),
    ...(anchor !== undefined && { anchor: formatAnchor(anchor) }),
    ...(result !== undefined && { holds: result.ok }),
    ...(result?.ok === false && { flaw: { ...result.flaw } }),
    sentences: result === undefined ? [] : proofWords(result, anchor),
    ...(failure !== undefined && { failure }),
  };
}

const showVerification: Route = {
  path: "/api/v1/journal/verification",
  id: "getVerification",
  tag: "Governance",
  summary: "How far the check of the journal is, or what it came to",
  description: "The newest one that this replica made since its start; nothing while there is none.",
  query: noQuery,
  access: only("auditor", "admin"),
  answers: {
    200: {
      description: "The newest check",
      schema: z.object({ latest: verificationSchema.optional() }).meta({ id: "VerificationStatus" }),
    },
  },
  problems: ["bad-query", "not-found"],
  handle: (asked) => {
    readQuery(noQuery, asked.query);
    const proof = auditorOf(asked).latest();
    return { json: proof === undefined ? {} : { latest: proofView(proof) } };
  },
};

const beginVerification = writing({
  path: "/api/v1/journal/verification",
  method: "post",
  id: "verifyJournal",
  tag: "Governance",
  summary: "Check the journal from its first entry to its last",
  description:
    "Goes on by itself while everything else is served; `GET` says how far it is. One at a time: while one is under " +
    "way, that one is answered.",
  body: verificationInput,
  access: only("auditor", "admin"),
  answers: { 202: { description: "The check under way", schema: verificationSchema } },
  problems: ["not-found", "invalid"],
  handle: (asked) => {
    const { anchor: text } = asked.body;
    const anchor = text === undefined ? undefined : parseAnchor(text);
    if (text !== undefined && anchor === undefined) {
      const message = "is no anchor: SEQ:HASH, as nines logs it every hour";
      throw new Problem("invalid", `anchor: ${message}`, { fields: [{ field: "anchor", message }] });
    }
    return { status: 202, json: proofView(auditorOf(asked).begin(requireIdentity(asked).subject, anchor)) };
  },
});

export const verificationRoutes: readonly Route[] = [showVerification, beginVerification];
