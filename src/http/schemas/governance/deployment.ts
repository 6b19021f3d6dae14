import { z } from "zod";
import { deploymentOutcomes } from "../../../governance/deployments/deployment.ts";
import { timeSchema } from "../common.ts";
import { asOf, happeningSchema, linkSchema, nameSchema, subjectSchema } from "./common.ts";
import { momentSchema } from "./moments.ts";

/** Names a change: commit, tag or digest. */
export const shaSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/+:@-]{0,199}$/, "is no commit, tag or digest");

const outcomeSchema = z
  .enum(deploymentOutcomes)
  .meta({ description: "How it ended; absent while under way" });
const decisionId = z.string().regex(/^gd-[0-9a-z]{1,40}$/, "is no id of a decision, such as gd-3f9k2m7q4a");
const line = (description: string) =>
  z.string().trim().min(1, "is empty").max(200, "is too long").optional().meta({ description });

export const deploymentInput = z
  .strictObject({
    service: nameSchema,
    environment: nameSchema.meta({ description: "Where to; an alias will do" }),
    sha: shaSchema.optional().meta({ description: "What goes out: commit, tag or digest" }),
    version: line("What goes out, as people call it; `sha` or `version` is needed"),
    run: line("The deployer's own name of this run: the same run is the same deployment"),
    started: momentSchema.optional().meta({ description: "Now, when left out" }),
    finished: momentSchema.optional().meta({ description: "Now, when left out and `outcome` is given" }),
    outcome: outcomeSchema.optional(),
    decision: decisionId.optional().meta({ description: "The gate's decision that let it out" }),
    link: linkSchema.optional(),
  })
  .meta({ id: "DeploymentInput" });

export const deploymentSchema = z
  .object({
    id: z.string().meta({ example: "dp-3f9k2m7q4a" }),
    service: z.string(),
    environment: z.string(),
    sha: z.string().optional(),
    version: z.string().optional(),
    run: z.string().optional(),
    started: timeSchema,
    finished: timeSchema.optional(),
    outcome: outcomeSchema.optional(),
    decision: z.string().optional(),
    link: z.string().optional(),
    recordedBy: subjectSchema,
    recordedAt: timeSchema,
  })
  .meta({ id: "Deployment", description: "What went out, where, when, and how it ended." });
export type DeploymentBody = z.infer<typeof deploymentSchema>;

export const deploymentDetailSchema = deploymentSchema
  .extend({ ...asOf, history: z.array(happeningSchema).optional() })
  .meta({ id: "DeploymentDetail" });
