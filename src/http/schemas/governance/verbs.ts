import { z } from "zod";
import { nameSchema, prose, requestHashSchema } from "./common.ts";

/** What the verbs of everything that is asked for and decided take. */

export const approveInput = z
  .strictObject({
    requestHash: requestHashSchema,
    group: nameSchema.optional().meta({ description: "The group to sit for, where a person has several" }),
    comment: prose("Why").optional(),
  })
  .meta({ id: "ApproveInput" });

export const reasonInput = z.strictObject({ reason: prose("Why") }).meta({ id: "ReasonInput" });

export const optionalReasonInput = z
  .strictObject({ reason: prose("Why").optional() })
  .meta({ id: "OptionalReasonInput" });

/** So that nobody writes over what they have not read. */
export const whatWasRead = {
  requestHash: requestHashSchema
    .optional()
    .meta({ description: "What was read: refused as outdated when somebody has edited it since" }),
};
