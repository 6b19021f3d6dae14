import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { JourneySettings } from "../../config/settings.ts";
import type { Journey } from "../../model/journey.ts";
import { literal } from "../../model/template.ts";
import { monotonicClock } from "../../probes/clock.ts";
import { systemResolve } from "../../probes/connect.ts";
import { defaultLimits, type ProbeContext } from "../../probes/run.ts";
import { createSecrets } from "../../probes/secrets.ts";
import { CliError, exit } from "../exit.ts";
import { fileReason } from "../file-reason.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What every run of this process shares, out of its settings. */
export async function probeContext(
  { location, secretsDir, rules, grants, authorities }: JourneySettings,
  environment: Environment,
): Promise<ProbeContext> {
  const trusted = await Promise.all(authorities.map(readAuthority));
  return {
    location,
    rules,
    secrets: createSecrets({ environment, grants, ...(secretsDir !== undefined && { folder: secretsDir }) }),
    resolve: systemResolve,
    ...(trusted.length > 0 && { authorities: trusted }),
    limits: defaultLimits,
    now: monotonicClock(),
    newId: randomUUID,
  };
}

async function readAuthority(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new CliError(`cannot read the authority ${path}: ${fileReason(error)}`, exit.inputAtFault);
  }
}

/** The journey as it runs here: the configuration's variables stand in for those of the same name. */
export const asRunHere = (journey: Journey, variables: JourneySettings["variables"]): Journey => ({
  ...journey,
  variables: journey.variables.map(({ name, value }) => {
    const here = variables[name];
    return { name, value: here === undefined ? value : literal(here) };
  }),
});
