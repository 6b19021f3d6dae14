import { z } from "zod";
import { as, text } from "./people-shape.ts";
import { exactlyOnePlace, placeOf, secretKeys } from "./secrets.ts";
import type { GrafanaSettings } from "./settings.ts";
import { mayBePlain, webAddress } from "./values.ts";

/** What only the config file can say of Grafana. */
export const grafanaShape = (path: z.ZodType<string>) => ({
  grafana: z
    .strictObject({
      url: text.transform(as(webAddress)),
      ...secretKeys("token", path),
      insecureHttp: z.boolean().optional(),
    })
    .refine(...exactlyOnePlace("token"))
    .refine(
      ({ url, insecureHttp }) => insecureHttp === true || mayBePlain(url),
      "has a url without TLS: write https, or insecureHttp: true for a network that you trust",
    )
    .optional(),
});

type GrafanaValues = z.output<z.ZodObject<ReturnType<typeof grafanaShape>>>;

export const grafanaSettings = ({ grafana }: GrafanaValues): { grafana?: GrafanaSettings } =>
  grafana === undefined
    ? {}
    : { grafana: { url: grafana.url, token: placeOf(grafana.tokenFile, grafana.tokenEnv) } };
