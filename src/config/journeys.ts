import { join } from "node:path";
import { z } from "zod";
import { hostPatternFault, networkFault } from "../journey/targets.ts";
import { isVariableName } from "../model/template.ts";
import { text } from "./people-shape.ts";
import { type BrowserSettings, isPostgres, type JourneySettings } from "./settings.ts";
import { mayBePlain, sourceName, webOrigin, type Decoded } from "./values.ts";

const hosts = z.array(
  text.refine((pattern) => hostPatternFault(pattern) === undefined, {
    error: ({ input }) => hostPatternFault(String(input)),
  }),
);

/** What only the config file can say of journeys: which hosts may see a secret, and what differs from place to place. */
export const journeyShape = (path: z.ZodType<string>) => ({
  journeySecrets: z.record(text, hosts.min(1, "names no host")).optional(),
  journeyVariables: z
    .record(
      z.string().refine(isVariableName, "is no name of a variable"),
      z.union([z.string(), z.number()]).transform(String),
    )
    .optional(),
  journeyAuthorities: z.array(path).optional(),
});

export type JourneyValues = z.output<z.ZodObject<ReturnType<typeof journeyShape>>>;

/** A host that journeys may reach. */
export function targetHost(pattern: string): Decoded<string> {
  const fault = hostPatternFault(pattern);
  return fault === undefined ? { ok: true, value: pattern.toLowerCase() } : { ok: false, message: fault };
}

export function targetNetwork(network: string): Decoded<string> {
  const fault = networkFault(network);
  return fault === undefined ? { ok: true, value: network } : { ok: false, message: fault };
}

/** A nines that runs are reported to. Its token goes over TLS, or to this very machine, unless somebody says otherwise. */
export const reportTarget =
  (insecureHttp: boolean) =>
  (text: string): Decoded<string> => {
    const origin = webOrigin(text);
    if (!origin.ok || insecureHttp || mayBePlain(origin.value)) return origin;
    return {
      ok: false,
      message: "is without TLS: write https, or --report-insecure-http for a network that you trust",
    };
  };

/** A location is a label value and part of a schedule's phase: a name like any other. */
export const locationName = sourceName;

interface SaidByFlags {
  location: string | undefined;
  secretsDir: string | undefined;
  targets: readonly string[] | undefined;
  networks: readonly string[] | undefined;
  browser: BrowserSettings | undefined;
  report: readonly string[] | undefined;
  tokenFile: string | undefined;
}

interface BrowserWords {
  isAllowed: boolean;
  chromium: string | undefined;
  withoutSandbox: boolean;
  screenshots: string | undefined;
  data: string | undefined;
}

/** Undefined unless browser steps are allowed. */
export function browserSettings(said: BrowserWords): BrowserSettings | undefined {
  if (!said.isAllowed) return undefined;
  const { chromium, withoutSandbox, data } = said;
  const isFolder = data !== undefined && data !== "none" && !isPostgres(data);
  const screenshots = said.screenshots ?? (isFolder ? join(data, "screenshots") : undefined);
  return {
    ...(chromium !== undefined && { chromium }),
    sandbox: !withoutSandbox,
    ...(screenshots !== undefined && { screenshots }),
  };
}

export const journeySettings = (
  { location, secretsDir, targets, networks, browser, report, tokenFile }: SaidByFlags,
  { journeySecrets = {}, journeyVariables = {}, journeyAuthorities = [] }: JourneyValues,
): JourneySettings => ({
  location: location ?? "",
  ...(secretsDir !== undefined && { secretsDir }),
  rules: { hosts: targets ?? [], networks: networks ?? [] },
  grants: Object.entries(journeySecrets).map(([secret, allowed]) => ({ secret, hosts: allowed })),
  variables: journeyVariables,
  authorities: journeyAuthorities,
  ...(browser !== undefined && { browser }),
  ...(report !== undefined && {
    report: { servers: [...new Set(report)], ...(tokenFile !== undefined && { tokenFile }) },
  }),
});
