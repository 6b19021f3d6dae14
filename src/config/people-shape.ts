import { z } from "zod";
import { seconds, type Seconds } from "../model/units.ts";
import { type Decoded, duration, issuer } from "./values.ts";

/** A zod check out of one of ours. */
export const as =
  <T>(decode: (text: string) => Decoded<T>) =>
  (written: string, context: z.core.$RefinementCtx<string>): T => {
    const decoded = decode(written);
    if (decoded.ok) return decoded.value;
    context.addIssue({ code: "custom", message: decoded.message });
    return z.NEVER;
  };

export const text = z.string().min(1, "is empty");
const texts = z.array(text);

export const between = (min: number, max: number) =>
  text.transform(as<Seconds>((written) => duration(written, seconds(min), seconds(max))));

export const count = (min: number, max: number) => {
  const message = `is no whole number from ${min} to ${max}`;
  return z.int(message).min(min, message).max(max, message);
};

/** A secret stands in the file itself or, better, in a file of its own. */
export const exactlyOne = (value: string, file: string) =>
  [
    (fields: Record<string, unknown>) => (fields[value] === undefined) !== (fields[file] === undefined),
    `needs either ${value} or ${file}`,
  ] as const;

const oidcShape = (path: z.ZodType<string>) =>
  z
    .strictObject({
      issuer: text.transform(as(issuer)),
      clientId: text,
      clientSecret: text.optional(),
      clientSecretFile: path.optional(),
      scopes: texts.min(1, "names no scope").optional(),
      subjectClaim: text.optional(),
      groupsClaim: text.optional(),
      groups: z.record(text, text).optional(),
      roles: z
        // Machines do not log in.
        .strictObject({
          viewer: texts.optional(),
          requester: texts.optional(),
          approver: texts.optional(),
          admin: texts.optional(),
          auditor: texts.optional(),
        })
        .optional(),
    })
    .refine(...exactlyOne("clientSecret", "clientSecretFile"));

const workloadShape = z.strictObject({
  forge: z.enum(["github", "gitlab"], "is neither github nor gitlab"),
  issuer: text.transform(as(issuer)).optional(),
  audience: text,
  refs: texts.min(1, "names no ref").optional(),
});

/** Who may ask, as the config file says it. */
export const peopleShape = (path: z.ZodType<string>) => ({
  oidc: oidcShape(path).optional(),
  workloads: z
    .array(workloadShape)
    .refine((list) => list.every(({ forge, issuer }) => forge === "github" || issuer !== undefined), {
      message: "has an entry for gitlab without its issuer, such as https://gitlab.com",
    })
    .refine((list) => new Set(list.map(({ issuer }) => issuer)).size === list.length, {
      message: "names an issuer twice",
    })
    .optional(),
  session: z.strictObject({ keyFile: path.optional(), length: between(300, 43_200).optional() }).optional(),
  limits: z
    .strictObject({
      reads: count(1, 1_000_000).optional(),
      writes: count(1, 1_000_000).optional(),
      gate: count(1, 10_000_000).optional(),
    })
    .optional(),
});

export type PeopleValues = z.output<z.ZodObject<ReturnType<typeof peopleShape>>>;
