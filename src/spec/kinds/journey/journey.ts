import { secretVariablePrefix, type SecretRef } from "../../../model/journey.ts";
import { list } from "../../shapes/list.ts";
import { object, optional, record, required, type ObjectOf } from "../../shapes/object.ts";
import { duration, durationOrZero, threshold } from "../../shapes/quantities.ts";
import { failed, located, refine, type Decoded, type Shape } from "../../shapes/shape.ts";
import { name, text } from "../../shapes/texts.ts";
import type { Report } from "../../report.ts";
import type { Node } from "../../yaml/nodes.ts";
import { quoteShort } from "../../yaml/nodes.ts";
import { documentShape } from "../envelope.ts";
import { stepShape } from "./step.ts";
import { template, variableKey } from "./templates.ts";

const secretVariable = new RegExp(`^${secretVariablePrefix}[A-Z0-9_]{1,100}$`);

const secretFields = {
  env: optional(text, `An environment variable of the prober, named ${secretVariablePrefix}…`),
  file: optional(text, "A file inside --secrets-dir: a relative path without .."),
};

/** Where a secret is kept; never the secret. */
const secret: Shape<SecretRef> = refine(object(secretFields, "a secret"), readSecret);

function readSecret(
  written: ObjectOf<typeof secretFields>,
  { place }: Node,
  report: Report,
): Decoded<SecretRef> {
  const { env, file, keys } = written;
  if (env !== undefined && file !== undefined) {
    report("conflicting-keys", keys.file ?? place, "a secret is kept in one place", "keep env or file");
    return failed;
  }
  if (env !== undefined) {
    if (secretVariable.test(env)) return { kind: "env", variable: env };
    const message = `${quoteShort(env)} is no variable for secrets: others of the machine are none of a journey's business`;
    report(
      "secret-source",
      keys.env ?? place,
      message,
      `name it ${secretVariablePrefix}PASSWORD or the like`,
    );
    return failed;
  }
  if (file !== undefined) {
    if (isInside(file)) return { kind: "file", path: file };
    const message = `${quoteShort(file)} leaves the secrets folder`;
    report(
      "secret-source",
      keys.file ?? place,
      message,
      "write a path below --secrets-dir, such as shop/password",
    );
    return failed;
  }
  report("missing-key", place, 'a secret needs "env" or "file"', `add \`env: ${secretVariablePrefix}…\``);
  return failed;
}

const isInside = (path: string): boolean =>
  /^[\w.@-]+(?:\/[\w.@-]+)*$/.test(path) && !path.split("/").some((part) => part === ".." || part === ".");

const anySteps = list(stepShape, "steps");
const steps: typeof anySteps = { ...anySteps, schema: { ...anySteps.schema, minItems: 1 } };

const journeyFields = {
  description: optional(text, "What a user does, in their words"),
  every: required(located(duration), "How often it runs, at each location"),
  timeout: optional(
    located(duration),
    "For a whole run without its clean-up; 30s, or half of every, when nobody says",
  ),
  jitter: optional(
    located(durationOrZero),
    "A run starts up to so much late, differently each time; 0s when nobody says",
  ),
  locations: optional(list(located(name), "locations"), "Where it runs; everywhere when nobody says"),
  variables: optional(record(template, variableKey, "variables"), "Texts that steps use as {{name}}"),
  secrets: optional(
    record(secret, variableKey, "secrets"),
    "Secrets that steps use as {{name}}, and where they are kept",
  ),
  buckets: optional(
    list(located(threshold), "buckets"),
    "Upper bounds of the duration histograms; thresholds of latency SLOs join the built-in ones by themselves",
  ),
  steps: required(steps, "What is done, in order"),
};

export const journeyShape = documentShape("Journey", object(journeyFields, "spec of Journey"));
export type WrittenJourney = Exclude<ReturnType<typeof journeyShape.decode>, typeof failed>;
