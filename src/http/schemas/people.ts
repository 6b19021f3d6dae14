import { z } from "zod";
import { roles } from "../../governance/people/identity.ts";
import { timeSchema } from "./common.ts";

export const roleSchema = z.enum(roles).meta({ id: "Role", description: "What somebody may do." });

const words = (description: string) => z.array(z.string()).meta({ description });

export const identitySchema = z
  .object({
    subject: z.string().meta({ description: "Tells people apart", example: "alice@example.org" }),
    kind: z.enum(["person", "machine"]),
    roles: z.array(roleSchema),
    groups: words("Seats in quorums"),
    services: words("Services that it may act for; `*` is every one"),
    via: z.string().meta({ description: "How it proved who it is", example: "token:tk-3f9k2m7q" }),
  })
  .meta({ id: "Identity", description: "Who asks." });
export type IdentityBody = z.infer<typeof identitySchema>;

export const meSchema = z
  .object({
    identity: identitySchema.optional().meta({ description: "Absent when nobody is known to be asking" }),
    readsAreOpen: z.boolean().meta({ description: "Whether reading needs nobody here" }),
    login: z.string().optional().meta({ description: "Where people log in, if they can", example: "/login" }),
  })
  .meta({ id: "Me" });

export const tokenSchema = z
  .object({
    id: z.string().meta({ example: "tk-3f9k2m7q" }),
    subject: z.string().meta({ example: "alice@example.org" }),
    roles: z.array(roleSchema),
    groups: words("Seats in quorums"),
    services: words("Services that it may act for; `*` is every one"),
    state: z.enum(["valid", "expired", "revoked"]),
    createdBy: z.string(),
    createdAt: timeSchema,
    expires: timeSchema.optional(),
    revokedAt: timeSchema.optional(),
    lastUsedAt: timeSchema
      .optional()
      .meta({ description: "When this replica last saw it, since its start; absent: not since then" }),
  })
  .meta({ id: "Token", description: "An API token, without what makes it one." });
export type TokenBody = z.infer<typeof tokenSchema>;

export const personSchema = z
  .object({
    subject: z.string().meta({ example: "alice@example.org" }),
    kind: z.enum(["person", "machine"]),
    roles: z.array(roleSchema).meta({ description: "By all ways together" }),
    groups: words("Seats in quorums"),
    services: words("Services that it may act for; `*` is every one"),
    ways: words("How it proves who it is, as far as nines knows"),
    lastSeenAt: timeSchema
      .optional()
      .meta({ description: "When it last asked this replica for something, since its start" }),
  })
  .meta({ id: "Person", description: "Somebody whom nines knows: by a token, or by having asked." });
export type PersonBody = z.infer<typeof personSchema>;

export const tokenListSchema = z.object({ items: z.array(tokenSchema) }).meta({ id: "TokenList" });

export const newTokenSchema = tokenSchema
  .extend({ token: z.string().meta({ description: "Shown this once: nines keeps a digest only" }) })
  .meta({ id: "NewToken" });

const short = z.string().min(1, "is empty").max(200, "is too long");

export const tokenRequestSchema = z
  .strictObject({
    subject: short.meta({ description: "Whom it speaks for", example: "alice@example.org" }),
    roles: z.array(roleSchema).min(1, "names no role").max(10, "are too many"),
    groups: z.array(short).max(50, "are too many").default([]).meta({ description: "Seats in quorums" }),
    services: z.array(short).max(1_000, "are too many").optional().meta({
      description: "Services that it may act for; every one for people, and to be named for machines",
    }),
    expires: timeSchema.optional().meta({ description: "Not valid from then on; without it, until revoked" }),
  })
  .meta({ id: "TokenRequest" });

export const revocationSchema = z
  .strictObject({ reason: z.string().min(1, "is empty").max(1_000, "is too long").optional() })
  .meta({ id: "TokenRevocation" });
