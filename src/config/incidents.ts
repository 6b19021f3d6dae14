import { z } from "zod";
import { defaultRules, type IncidentRules } from "../governance/incidents/rules.ts";
import { between } from "./people-shape.ts";

const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "is no label name");

/** Which alerts are incidents, as the config file says it. */
export const incidentsShape = z.strictObject({
  opens: z
    .array(
      z
        .record(labelName, z.string("must be a text"))
        .refine((labels) => Object.keys(labels).length > 0, "names no label: it would take every alert"),
    )
    .min(1, "names no alert")
    .optional(),
  reopenWithin: between(1, 86_400).optional(),
});

export const incidentRules = (written: z.output<typeof incidentsShape> = {}): IncidentRules => ({
  opens: written.opens ?? defaultRules.opens,
  reopenWithin: written.reopenWithin ?? defaultRules.reopenWithin,
});
