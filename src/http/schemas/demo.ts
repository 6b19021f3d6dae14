import { z } from "zod";
import { roleSchema } from "./people.ts";

export const demoPersonSchema = z.object({
  subject: z.string().meta({ example: "alice@example.org" }),
  plays: z.string().meta({ description: "What this person does in the demo", example: "asks" }),
  roles: z.array(roleSchema),
  groups: z.array(z.string()),
  token: z.string().meta({ description: "For this demo alone: it ends with it" }),
});

export const demoPeopleSchema = z
  .object({ items: z.array(demoPersonSchema) })
  .meta({ id: "DemoPeople", description: "The people of a demo, with what makes one of them out of you." });

export type DemoPersonBody = z.infer<typeof demoPersonSchema>;
export type DemoPeopleBody = z.infer<typeof demoPeopleSchema>;
