import { z } from "zod";
import { correctionEffects } from "../../model/correction.ts";
import { budgetsJudged } from "../../model/policy.ts";
import { stateSchema, causeSchema, cycleSchema, labelsSchema, shareSchema } from "./common.ts";
import { spanSchema, stateCountsSchema, timeSchema } from "./common.ts";
import { forecastSchema, periodSchema } from "./period.ts";

export const budgetSchema = z
  .object({
    consumed: shareSchema.meta({
      description: "Share of the error budget used up; above 1 is overspent",
    }),
    spent: shareSchema.meta({ description: "consumed × coverage: what policy states judge" }),
    remaining: z.number().meta({ description: "1 − consumed; negative when overspent" }),
    errorRatio: shareSchema,
    good: z.number().min(0),
    bad: z.number().min(0),
    total: z.number().min(0),
    allowedBad: z.number().min(0).meta({ description: "Bad events that would use up the whole budget" }),
    coverage: z.number().min(0).max(1).optional().meta({ description: "Share of the window that was seen" }),
    period: periodSchema
      .optional()
      .meta({ description: "Of a calendar window: `consumed` and `allowedBad` are shares of this" }),
  })
  .meta({
    id: "Budget",
    description: "The error budget as a sum over the SLO's window. Events are in the SLO's `unit`.",
  });

export const correctedSchema = z
  .object({
    effect: z.enum(correctionEffects),
    asked: z
      .array(z.object({ id: z.string(), from: timeSchema, to: timeSchema }))
      .meta({ description: "Corrections and windows that it comes from, with the edges they asked for" }),
    from: timeSchema.meta({ description: "The edges used: outwards to the ledger's interval" }),
    to: timeSchema,
    uncertain: spanSchema.meta({ description: "By how much each edge is uncertain: what one sample holds" }),
    clipped: z.boolean().meta({ description: "Its beginning has left the window already" }),
    bad: z.number().min(0).meta({ description: "Bad events in it, as recorded" }),
    total: z.number().min(0),
    samples: z.number().min(0).meta({ description: "Ledger samples in it" }),
  })
  .meta({ id: "CorrectedSpan", description: "A stretch of the window that counts otherwise than recorded." });

export const burnSchema = z
  .object({ window: spanSchema, rate: z.number().min(0).meta({ example: 14.4 }) })
  .meta({ id: "Burn", description: "Error ratio ÷ (1 − objective) over a window." });

export const firingSchema = z
  .object({
    alertname: z.string(),
    tier: z.string().optional(),
    severity: z.string().optional(),
    state: z.string().optional().meta({ description: "Which state an ErrorBudgetConsumed announces" }),
    since: timeSchema.optional(),
    group: labelsSchema,
  })
  .meta({ id: "FiringAlert", description: "An alert that Prometheus says is firing." });

export const exhaustionSchema = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("exhausted") }),
    z.object({ kind: z.literal("never") }),
    z.object({ kind: z.literal("unknown") }),
    z.object({
      kind: z.literal("in"),
      seconds: z.number().min(0),
      at: timeSchema,
      pace: z.number().min(0).meta({ description: "Burn rate that was taken to go on" }),
      window: spanSchema.meta({ description: "Over which it was measured" }),
    }),
  ])
  .meta({ id: "Exhaustion", description: "When the budget is gone if the present burn goes on." });

/** What a group of an SLO and a whole SLO have in common. */
const standingFields = {
  state: stateSchema,
  since: timeSchema.meta({ description: "Since when it has been in this state" }),
  cause: causeSchema.optional(),
  partial: z.boolean().meta({ description: "Judged on less than 90 % of the window" }),
  budget: budgetSchema
    .optional()
    .meta({ description: "Raw: as recorded, whatever was corrected. Absent when nothing was recorded" }),
  adjusted: budgetSchema.optional().meta({
    description:
      "Less approved corrections and windows; the same as `budget` where none touches it. Absent when Prometheus could not say what lies in them: `unadjusted` tells",
  }),
  unadjusted: z.string().optional().meta({ description: "Why there is no adjusted budget" }),
  corrected: z.array(correctedSchema).meta({ description: "What `adjusted` leaves out, oldest first" }),
  burn: z.array(burnSchema).meta({ description: "Short windows first; a window without traffic is absent" }),
  firing: z.array(firingSchema),
  fastBurn: z.boolean().meta({ description: "Prometheus' own fast burn alert is firing" }),
  exhaustion: exhaustionSchema,
  dataAt: timeSchema.optional().meta({ description: "When the ledger was last written" }),
  dataAgeSeconds: z.number().min(0).optional(),
};

export const groupSchema = z
  .object({
    group: labelsSchema,
    gone: z.boolean().meta({ description: "Silent while other groups speak: listed, not judged" }),
    ...standingFields,
  })
  .meta({ id: "SloGroup", description: "One group of a grouped SLO." });

export const policyRefSchema = z
  .object({ name: z.string(), hash: z.string() })
  .meta({ id: "PolicyRef", description: "Which policy judged, and the hash of its text." });

export const warningSchema = z
  .object({ code: z.enum(["rules-behind", "bad-above-total", "source-failing"]), message: z.string() })
  .meta({ id: "Warning", description: "Something to know about the numbers." });

export const sloSchema = z
  .object({
    id: z.string().meta({ example: "checkout.availability.production" }),
    service: z.string(),
    name: z.string(),
    environment: z.string(),
    description: z.string().optional(),
    objective: z.object({
      text: z.string().meta({ example: "99.9%" }),
      ratio: z.number(),
      budget: z.number(),
    }),
    window: z.string().meta({
      description: "`30d` of a rolling window; `month (Europe/Berlin)` of a calendar one",
      example: "30d",
    }),
    sli: z.enum([
      "ratio",
      "latency",
      "gauge",
      "threshold",
      "errorRatio",
      "journey",
      "all",
      "any",
      "weighted",
    ]),
    unit: z.enum(["events", "seconds"]),
    owner: z.string().optional(),
    criticality: z.int().min(1).max(4).optional(),
    labels: labelsSchema,
    policy: policyRefSchema,
    judges: z.enum(budgetsJudged).meta({ description: "Which budget its policy's states go by" }),
    gate: z.boolean().meta({ description: "False: shown, never judged by the gate" }),
    source: z.object({ path: z.string(), line: z.int() }).meta({ description: "Where it stands in git" }),
    group: labelsSchema.optional().meta({ description: "The worst group, whose numbers these are" }),
    groups: z.int().min(0).meta({ description: "How many groups it has; 0 when it is not grouped" }),
    ...standingFields,
    warnings: z.array(warningSchema),
    detail: z.string().optional().meta({ description: "Why it is unknown, and what to do" }),
  })
  .meta({
    id: "Slo",
    description:
      "One SLO of one service in one environment, with its worst group's numbers and the alerts of all groups.",
  });

export const tierSchema = z
  .object({
    tier: z.string(),
    group: labelsSchema
      .optional()
      .meta({ description: "Of a grouped SLO: the group in which it fires, else the one nearest to it" }),
    severity: z.enum(["page", "ticket"]),
    factor: z.number().meta({ description: "Burn rate above which it rings, over both windows" }),
    long: z.object({ window: spanSchema, rate: z.number().optional() }),
    short: z.object({ window: spanSchema, rate: z.number().optional() }),
    firing: z.boolean(),
    since: timeSchema.optional(),
  })
  .meta({ id: "Tier", description: "A burn-rate alert and where its two windows stand." });

export const rulesSchema = z
  .object({
    expected: z.string().meta({ description: "Hash of the rules that git compiles to" }),
    seen: z.string().optional().meta({ description: "Hash of the rules that Prometheus runs" }),
    behind: z.boolean(),
    behindSince: timeSchema.optional(),
    graceUntil: timeSchema.optional(),
  })
  .meta({ id: "Rules", description: "The rules that Prometheus runs against those in git." });

export const sloDetailSchema = sloSchema
  .extend({
    thresholds: z.object({
      watch: shareSchema,
      caution: shareSchema,
      restricted: shareSchema,
      frozen: shareSchema,
    }),
    tiers: z.array(tierSchema),
    rules: rulesSchema,
    forecast: forecastSchema
      .optional()
      .meta({ description: "The worst group's, at most an hour old; absent until it was made once" }),
    links: z
      .object({
        source: z.string().optional().meta({ description: "Its line in git" }),
        prometheus: z.string().optional().meta({ description: "Its budget, asked in Prometheus' own page" }),
        grafana: z.string().optional().meta({ description: "Its board" }),
        runbook: z.string().optional(),
      })
      .meta({ description: "Where one reads on, as browsers reach it; what is not configured is absent" }),
    groupsDetail: z.array(groupSchema).meta({
      description: "Worst first, gone groups last; one when not grouped; as many as `groups` asked for",
    }),
    snapshot: cycleSchema,
  })
  .meta({ id: "SloDetail", description: "An SLO with its groups, tiers and rules." });

export const pagingFields = {
  total: z.int().min(0).meta({ description: "How many match" }),
  page: z.int().min(1),
  limit: z.int().min(1),
  next: z.string().optional().meta({ description: "Path and query of the next page" }),
};

export const sloListSchema = z
  .object({
    items: z.array(sloSchema),
    ...pagingFields,
    states: stateCountsSchema.meta({ description: "Counted over all that match, not over this page" }),
    snapshot: cycleSchema,
  })
  .meta({ id: "SloList" });

export const groupListSchema = z
  .object({ items: z.array(groupSchema), ...pagingFields, snapshot: cycleSchema })
  .meta({ id: "SloGroupList" });
export type GroupListBody = z.infer<typeof groupListSchema>;

export type SloBody = z.infer<typeof sloSchema>;
export type SloDetailBody = z.infer<typeof sloDetailSchema>;
export type SloListBody = z.infer<typeof sloListSchema>;
export type GroupBody = z.infer<typeof groupSchema>;
export type TierBody = z.infer<typeof tierSchema>;
export type StandingBody = Omit<GroupBody, "group" | "gone">;
