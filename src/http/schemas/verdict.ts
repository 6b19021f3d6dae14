import { z } from "zod";
import { causeSchema, changeKindSchema, decisionSchema, labelsSchema, shareSchema } from "./common.ts";
import { stateSchema, timeSchema } from "./common.ts";

export const reasonSchema = z
  .object({
    kind: z.enum([
      "slo",
      "dependency",
      "registration",
      "loosening",
      "window",
      "claim",
      "experiment",
      "exception",
    ]),
    slo: z.string().optional().meta({ description: "SLO id; absent where it is about none" }),
    group: labelsSchema.optional().meta({ description: "The deciding group of a grouped SLO" }),
    path: z
      .array(z.string())
      .optional()
      .meta({
        description: "From the asked service to the one that ails",
        example: ["checkout", "payments"],
      }),
    state: stateSchema,
    cause: causeSchema.optional(),
    partial: z.boolean().optional(),
    consumed: shareSchema.optional().meta({ description: "Share of the budget used up, raw" }),
    spent: shareSchema.optional().meta({ description: "consumed × coverage, as judged" }),
    judged: z.literal("adjusted").optional().meta({
      description: "`spent` is less approved corrections; absent where the policy judges the raw budget",
    }),
    burn: z.number().min(0).optional().meta({ description: "Burn rate over the last hour" }),
    fastBurn: z.boolean().optional(),
    dataAgeSeconds: z.number().min(0).optional(),
    policy: z.string().optional(),
    policyHash: z.string().optional(),
    rule: z.int().min(1).optional().meta({ description: "Line of the policy's `gate` that matched, from 1" }),
    ruleText: z.string().optional().meta({ example: "restricted + feature → needs_exception" }),
    exception: z
      .string()
      .optional()
      .meta({ description: "The exception that lets this pass, or that says why it does not" }),
    window: z.string().optional().meta({ description: "The window that closes the gate, or lets this pass" }),
    loosening: z
      .string()
      .optional()
      .meta({ description: "The easier promise that is held: the former standing is judged" }),
    decision: decisionSchema.meta({ description: "What it comes to, exceptions and windows included" }),
    dryRun: decisionSchema.optional().meta({
      description: "What it would come to, were its policy enforced; only where that holds the change back",
    }),
    sentence: z.string().meta({ description: "The reason in words" }),
  })
  .meta({ id: "Reason", description: "Why, for one SLO." });

export const appliedExceptionSchema = z
  .object({
    exception: z.string().meta({ example: "ex-3f9k2m7q1w" }),
    service: z.string(),
    environment: z.string(),
    sha: z.string(),
    recorded: z.boolean().meta({ description: "This very change has its use already: it costs no other" }),
    usesLeft: z.int().min(0).meta({ description: "For other changes, once this one has its use" }),
    expiry: timeSchema,
    breakGlass: z.boolean().meta({ description: "Nobody approved it beforehand; two people review it" }),
    approvals: z.array(z.object({ by: z.string(), group: z.string() })),
  })
  .meta({
    id: "AppliedException",
    description:
      "An exception that lets the change pass: one use is one exception, service, environment, sha.",
  });

const openSeatSchema = z
  .object({ seat: z.string(), group: z.string().optional().meta({ description: "Who may sit there" }) })
  .meta({ id: "OpenSeat" });

export const verdictSchema = z
  .object({
    decision: decisionSchema,
    allowed: z.boolean().meta({ description: "True for `allow` and `warn`" }),
    state: stateSchema.meta({ description: "The worst among what was judged" }),
    cause: causeSchema.optional(),
    services: z.array(z.string()),
    environment: z.string().meta({ description: "Canonical name; as asked when it is unknown" }),
    change: changeKindSchema.meta({ description: "As it was asked about" }),
    claim: z
      .object({
        proven: z.boolean(),
        judgedAs: changeKindSchema.meta({ description: "An unproven kind is judged as a feature" }),
        sentence: z.string(),
      })
      .optional()
      .meta({ description: "Whether the kind was proven; absent where no policy asks for that" }),
    dryRun: z
      .object({
        by: z.enum(["policy", "question"]),
        decision: decisionSchema.meta({ description: "What the decision would have been" }),
      })
      .optional()
      .meta({ description: "It was only watched, and passes whatever it would have been" }),
    group: labelsSchema,
    sha: z.string().optional(),
    reasons: z.array(reasonSchema).min(1).meta({ description: "Worst first, never empty" }),
    exceptions: z.array(appliedExceptionSchema).optional().meta({
      description: "What lets it pass; GET spends nothing, POST spends a use of each not `recorded`",
    }),
    approval: z
      .object({ state: stateSchema, policy: z.string(), seats: z.array(openSeatSchema) })
      .optional()
      .meta({ description: "Whom an exception would ask now; in previews that need one" }),
    allowedNow: z.array(changeKindSchema).meta({ description: "Kinds of change that would be allowed now" }),
    evaluatedAt: timeSchema,
    validUntil: timeSchema.meta({ description: "Ask again from here on" }),
  })
  .meta({ id: "Verdict", description: "The gate's answer, and every reason for it." });

export type VerdictBody = z.infer<typeof verdictSchema>;
export type ReasonBody = z.infer<typeof reasonSchema>;
