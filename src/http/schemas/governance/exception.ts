import { z } from "zod";
import { exceptionStates, reasonCategories } from "../../../model/governance/states.ts";
import { obstacleCodes } from "../../../governance/exceptions/obstacles.ts";
import { changeKindSchema, shareSchema, timeSchema } from "../common.ts";
import {
  asOf,
  happeningSchema,
  linkSchema,
  nameSchema,
  prose,
  quorumSchema,
  subjectSchema,
  youMay,
} from "./common.ts";
import { costSchema, momentSchema } from "./moments.ts";
import { whatWasRead } from "./verbs.ts";

const changeInput = z.strictObject({
  sha: nameSchema.optional().meta({ description: "Commit, tag or digest, exactly as the gate is told it" }),
  repository: nameSchema.optional(),
  kinds: z.array(changeKindSchema).max(10).optional().meta({ description: "Empty: every kind" }),
});

const reasonField = z.strictObject({ category: z.enum(reasonCategories), text: prose("Why it cannot wait") });

const scope = {
  service: nameSchema,
  slos: z
    .array(nameSchema)
    .max(200)
    .optional()
    .meta({ description: "Ids that may be overspent; empty for every SLO of the service" }),
  environments: z.array(nameSchema).min(1, "names none").max(50).meta({ description: "Names or aliases" }),
  change: changeInput
    .optional()
    .meta({ description: "Which changes it covers; absent covers any, use by use" }),
  reason: reasonField,
};

const limitsOfIt = {
  evidence: z.array(linkSchema).max(20).optional(),
  start: momentSchema.optional().meta({ description: "Now, when left out" }),
  expiry: momentSchema.optional().meta({ description: "The policy's longest, when left out" }),
  maxUses: z.int().min(1).max(1_000).optional().meta({ description: "1, when left out" }),
  maxBudgetCost: costSchema
    .optional()
    .meta({ description: "Share of the whole budget that it may cost before nines revokes it" }),
  followUp: prose("Where the clean-up is tracked: a link or a ticket", 2_000).optional(),
};

export const exceptionInput = z
  .strictObject({
    ...scope,
    businessImpact: prose("What it costs to wait"),
    risk: prose("What can go wrong"),
    rollbackPlan: prose("How it is taken back"),
    ...limitsOfIt,
    silverBullet: z
      .boolean()
      .optional()
      .meta({ description: "Spends one of the quarter's exceptions that need nobody's approval" }),
  })
  .meta({ id: "ExceptionInput" });

export const exceptionEdit = exceptionInput
  .extend(whatWasRead)
  .meta({ id: "ExceptionEdit", description: "The request as it is to be, whole." });

export const breakGlassInput = z
  .strictObject({
    ...scope,
    businessImpact: prose("What it costs to wait").optional(),
    risk: prose("What can go wrong").optional(),
    rollbackPlan: prose("How it is taken back").optional(),
    ...limitsOfIt,
  })
  .meta({ id: "BreakGlassInput", description: "In an emergency the reason is enough." });

const review = z.object({
  by: subjectSchema,
  at: timeSchema,
  verdict: z.enum(["justified", "not-justified"]),
  comment: z.string(),
});

export const exceptionSchema = z
  .object({
    id: z.string().meta({ example: "ex-3f9k2m7q4a" }),
    state: z.enum(exceptionStates),
    service: z.string(),
    slos: z.array(z.string()),
    environments: z.array(z.string()),
    change: z.object({
      sha: z.string().optional(),
      repository: z.string().optional(),
      kinds: z.array(changeKindSchema),
    }),
    reason: z.object({ category: z.enum(reasonCategories), text: z.string() }),
    businessImpact: z.string(),
    risk: z.string(),
    rollbackPlan: z.string(),
    evidence: z.array(z.string()),
    start: timeSchema,
    expiry: timeSchema,
    maxUses: z.int(),
    usesLeft: z.int().min(0),
    maxBudgetCost: shareSchema.optional(),
    silverBullet: z.boolean(),
    followUp: z.string().optional(),
    followedUpAt: timeSchema.optional(),
    requestHash: z.string().meta({ description: "What an approval binds to" }),
    requestedBy: subjectSchema,
    requestedAt: timeSchema,
    quorum: quorumSchema.optional().meta({ description: "Absent for what nobody has to approve" }),
    obstacles: z
      .array(z.object({ code: z.enum(obstacleCodes), sentence: z.string() }))
      .meta({ description: "Why it opens no gate at this moment; empty when it would" }),
    answerBy: z
      .object({ remindAt: timeSchema, escalateAt: timeSchema, denyAt: timeSchema })
      .optional()
      .meta({ description: "While it waits: when it is asked for again, by others, and no more" }),
    escalated: z.object({ at: timeSchema, to: z.array(z.string()) }).optional(),
    uses: z.array(
      z.object({
        service: z.string(),
        environment: z.string(),
        sha: z.string().optional(),
        decision: z.string(),
        at: timeSchema,
      }),
    ),
    cost: z
      .object({ slo: z.string().optional(), spent: z.number().min(0) })
      .optional()
      .meta({ description: "Budget lost since it came into force, of the SLO that lost most" }),
    breakGlass: z.object({ reviewBy: timeSchema, overdue: z.boolean(), reviews: z.array(review) }).optional(),
    ended: z.object({ at: timeSchema, by: subjectSchema, reason: z.string().optional() }).optional(),
  })
  .meta({ id: "Exception", description: "A change let through although the policy holds it, and why." });
export type ExceptionBody = z.infer<typeof exceptionSchema>;

/** What is done to it as it is. */
export const exceptionVerbs = ["approve", "deny", "withdraw", "revoke", "review", "follow-up"] as const;
export const exceptionActions = [...exceptionVerbs, "edit"] as const;

export const exceptionDetailSchema = exceptionSchema
  .extend({
    ...youMay(exceptionActions),
    ...asOf,
    history: z.array(happeningSchema).optional(),
  })
  .meta({ id: "ExceptionDetail" });
export type ExceptionDetailBody = z.infer<typeof exceptionDetailSchema>;

export const reviewInput = z
  .strictObject({ verdict: z.enum(["justified", "not-justified"]), comment: prose("What you found") })
  .meta({ id: "ReviewInput" });
export const followUpInput = z
  .strictObject({ comment: prose("What was done") })
  .meta({ id: "FollowUpInput" });
