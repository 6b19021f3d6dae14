import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { BrowserSettings, JourneySettings } from "../../config/settings.ts";
import type { Journey } from "../../model/journey.ts";
import { literal } from "../../model/template.ts";
import { type Browsers, createBrowsers } from "../../probes/browser/browsers.ts";
import { findParts } from "../../probes/browser/parts.ts";
import { picturesIn } from "../../probes/browser/pictures.ts";
import { monotonicClock } from "../../probes/clock.ts";
import { systemResolve } from "../../probes/connect.ts";
import { defaultLimits, type ProbeContext } from "../../probes/run.ts";
import { createSecrets } from "../../probes/secrets.ts";
import { CliError, exit } from "../exit.ts";
import { fileReason } from "../file-reason.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What every run of this process shares, out of its settings; `warn` is told what goes wrong beside the runs. */
export async function probeContext(
  { location, secretsDir, rules, grants, authorities, browser }: JourneySettings,
  environment: Environment,
  warn: (message: string) => void,
): Promise<ProbeContext> {
  const trusted = await Promise.all(authorities.map(readAuthority));
  return {
    location,
    rules,
    secrets: createSecrets({ environment, grants, ...(secretsDir !== undefined && { folder: secretsDir }) }),
    resolve: systemResolve,
    ...(trusted.length > 0 && { authorities: trusted }),
    limits: defaultLimits,
    ...(browser !== undefined && { browsers: openBrowsers(browser, environment, warn) }),
    now: monotonicClock(),
    newId: randomUUID,
  };
}

/** Says at once what is missing: a prober that was told to run scripts is not to find out run by run. */
function openBrowsers(
  { chromium, sandbox, screenshots }: BrowserSettings,
  environment: Environment,
  warn: (message: string) => void,
): Browsers {
  const found = findParts(chromium, environment.PATH ?? "");
  if (!found.ok) throw new CliError(found.message);
  return createBrowsers({
    parts: found.parts,
    // Root cannot have Chromium's sandbox, whatever anybody says.
    sandbox: sandbox && process.getuid?.() !== 0,
    ...(screenshots !== undefined && {
      pictures: picturesIn(screenshots, (error) =>
        warn(`no picture can be kept in ${screenshots}: ${fileReason(error)}`),
      ),
    }),
  });
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
