import { dirname, resolve } from "node:path";
import { z } from "zod";
import { incidentsShape } from "./incidents.ts";
import { journeyShape } from "./journeys.ts";
import { forgeShape } from "./forges.ts";
import { grafanaShape } from "./grafana.ts";
import { noticeShape } from "./notices.ts";
import { as, between, count, exactlyOne, peopleShape, text } from "./people-shape.ts";
import { isPostgres } from "./settings.ts";
import { sourceName, sourceUrl, webAddress } from "./values.ts";

/** Simple settings stay text, as flags and environment say them. */
const scalar = z.union([z.string(), z.number(), z.boolean()], "is no single value").transform(String);
const tlsShape = (path: z.ZodType<string>) =>
  z
    .strictObject({
      ca: path.optional(),
      cert: path.optional(),
      key: path.optional(),
      serverName: text.optional(),
      insecureSkipVerify: z.boolean().optional(),
    })
    .refine(({ cert, key }) => (cert === undefined) === (key === undefined), "needs cert and key together");

const basicShape = (path: z.ZodType<string>) =>
  z
    .strictObject({ username: text, password: text.optional(), passwordFile: path.optional() })
    .refine(...exactlyOne("password", "passwordFile"));

const bearerShape = (path: z.ZodType<string>) =>
  z
    .strictObject({ token: text.optional(), tokenFile: path.optional() })
    .refine(...exactlyOne("token", "tokenFile"));

const headerName = z.string().regex(/^[A-Za-z0-9-]+$/, "is no header name");

const sourceShape = (path: z.ZodType<string>) =>
  z
    .strictObject({
      name: text.transform(as(sourceName)),
      url: text.transform(as(sourceUrl)),
      link: text.transform(as(webAddress)).optional(),
      basicAuth: basicShape(path).optional(),
      bearer: bearerShape(path).optional(),
      headers: z.record(headerName, scalar).optional(),
      tls: tlsShape(path).optional(),
      timeout: between(1, 120).optional(),
      retries: count(0, 5).optional(),
      breaker: z.strictObject({ failures: count(1, 100), openFor: between(1, 600) }).optional(),
      connections: count(1, 64).optional(),
    })
    .refine(
      ({ basicAuth, bearer }) => basicAuth === undefined || bearer === undefined,
      "has both basicAuth and bearer: keep one of them",
    );

/** The shape of a config file; paths in it are seen from its own folder. */
export function fileShape(configPath: string) {
  const path = text.transform((written) => resolve(dirname(configPath), written));
  return z.strictObject({
    slos: path.optional(),
    prometheus: z.array(sourceShape(path)).min(1, "names no source").optional(),
    alertmanager: z.array(sourceShape(path)).min(1, "names no Alertmanager").optional(),
    listen: scalar.optional(),
    metricsListen: scalar.optional(),
    data: text
      .transform((written) =>
        written === "none" || isPostgres(written) ? written : resolve(dirname(configPath), written),
      )
      .optional(),
    journalKey: path.optional(),
    adminTokenFile: path.optional(),
    demoPeople: path.optional(),
    publicUrl: scalar.optional(),
    sourceUrl: scalar.optional(),
    grafanaUrl: scalar.optional(),
    publicBadges: scalar.optional(),
    cycle: scalar.optional(),
    decisionsFor: scalar.optional(),
    location: scalar.optional(),
    secretsDir: path.optional(),
    journeyTargets: z.array(scalar).optional(),
    journeyNetworks: z.array(scalar).optional(),
    allowBrowserScripts: scalar.optional(),
    chromium: text
      .transform((written) => (written.includes("/") ? resolve(dirname(configPath), written) : written))
      .optional(),
    chromiumWithoutSandbox: scalar.optional(),
    screenshots: path.optional(),
    report: z.array(scalar).optional(),
    reportInsecureHttp: scalar.optional(),
    tokenFile: path.optional(),
    ...journeyShape(path),
    allowedHosts: z.array(scalar).optional(),
    insecureNoAuth: scalar.optional(),
    logLevel: scalar.optional(),
    logFormat: scalar.optional(),
    ...peopleShape(path),
    incidents: incidentsShape.optional(),
    ...noticeShape(path),
    ...forgeShape(path),
    ...grafanaShape(path),
  });
}

export type FileShape = z.output<ReturnType<typeof fileShape>>;
export type SourceShape = NonNullable<FileShape["prometheus"]>[number];
