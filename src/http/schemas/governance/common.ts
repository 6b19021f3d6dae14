import { z } from "zod";
import { gradedStates } from "../../../model/policy.ts";
import { timeSchema } from "../common.ts";

export const subjectSchema = z
  .string()
  .meta({ description: "A person or a machine", example: "alice@example.org" });

/** A name as the definitions write them, or an SLO's id. */
export const nameSchema = z.string().min(1, "is empty").max(200, "is too long");
export const prose = (description: string, max = 4_000) =>
  z.string().trim().min(1, "is empty").max(max, `is longer than ${max} characters`).meta({ description });

export const linkSchema = z
  .url({ protocol: /^https?$/, error: "is no http or https link" })
  .max(2_000, "is too long");

export const approvalSchema = z
  .object({
    by: subjectSchema,
    group: z.string().meta({ description: "The group that this person sits for" }),
    at: timeSchema,
    standIn: z.boolean().meta({ description: "Sits in for a missing seat after an escalation" }),
  })
  .meta({ id: "Approval" });

export const seatSchema = z
  .object({
    seat: z.string(),
    group: z.string().optional().meta({ description: "Who may sit here; absent: any group" }),
    by: subjectSchema.optional().meta({ description: "Who sits there; absent while it is missing" }),
  })
  .meta({ id: "Seat", description: "One seat of a quorum and who sits in it." });

export const quorumSchema = z
  .object({
    state: z
      .enum(gradedStates)
      .meta({ description: "The state whose quorum it is; `unknown` asks as `frozen` does" }),
    policy: z.string(),
    policyHash: z.string(),
    seats: z.array(seatSchema),
    missing: z.array(z.string()).meta({ description: "Groups whose seat is empty; `any` is any group" }),
    approvals: z.array(approvalSchema),
  })
  .meta({ id: "Quorum", description: "Who must approve: one person in each seat, each another one." });
export type QuorumBody = z.infer<typeof quorumSchema>;

export const entrySchema = z
  .object({
    seq: z.int().min(1),
    at: timeSchema,
    actor: subjectSchema.meta({ description: "Who acted; `nines` when nobody but nines did" }),
    kind: z.string(),
    subject: z.string(),
    sentence: z.string().meta({ description: "What it says, in words" }),
    payload: z.looseObject({}),
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: "JournalEntry", description: "One entry of the append-only, keyed chain." });

export const happeningSchema = z
  .object({
    seq: z.int().min(1),
    at: timeSchema,
    actor: subjectSchema,
    kind: z.string(),
    sentence: z.string(),
  })
  .meta({ id: "Happening", description: "One line of the history, from the journal." });

/** Reads go on while the journal cannot be read, and say how old they are. */
export const asOf = {
  asOf: timeSchema.optional().meta({ description: "When the journal was last read to its end" }),
};

export type SeatBody = z.infer<typeof seatSchema>;
export type HappeningBody = z.infer<typeof happeningSchema>;

/** What whoever asks could do with a thing now. */
export const youMay = <Action extends string>(actions: readonly [Action, ...Action[]]) => ({
  youMay: z.array(z.enum(actions)).meta({ description: "What whoever asks could do with it now" }),
});

/** Every POST and PUT that approves names what was seen. */
export const requestHashSchema = z
  .string()
  .regex(/^[0-9a-f]{8,64}$/, "is no request hash")
  .meta({ description: "Hash of the request as it was seen: when it was edited since, nothing is approved" });
