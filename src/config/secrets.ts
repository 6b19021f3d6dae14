import { z } from "zod";
import type { SecretPlace } from "./settings.ts";

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is no name of an environment variable");

/** A secret stands in a file or in the environment, never in the config file: `urlFile` or `urlEnv`. */
export const secretKeys = <Key extends string>(key: Key, path: z.ZodType<string>) =>
  ({ [`${key}File`]: path.optional(), [`${key}Env`]: variable.optional() }) as {
    [K in `${Key}File`]: z.ZodOptional<z.ZodType<string>>;
  } & { [K in `${Key}Env`]: z.ZodOptional<typeof variable> };

export const exactlyOnePlace = (key: string) =>
  [
    (fields: Record<string, unknown>) =>
      (fields[`${key}File`] === undefined) !== (fields[`${key}Env`] === undefined),
    `needs either ${key}File or ${key}Env: what lets others in does not stand in this file`,
  ] as const;

export const placeOf = (file: string | undefined, env: string | undefined): SecretPlace =>
  env === undefined ? { kind: "file", path: file ?? "" } : { kind: "environment", variable: env };
