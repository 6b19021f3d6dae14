import { z } from "zod";
import { text, as } from "./people-shape.ts";
import { exactlyOnePlace, placeOf, secretKeys } from "./secrets.ts";
import type { ForgeSettings } from "./settings.ts";
import { issuer } from "./values.ts";

const githubShape = (path: z.ZodType<string>) =>
  z
    .strictObject({
      appId: z.union([text, z.int().positive()]).transform(String),
      ...secretKeys("privateKey", path),
      ...secretKeys("webhookSecret", path),
      /** Of an enterprise server: `https://github.example/api/v3`. */
      api: text.transform(as(issuer)).optional(),
    })
    .refine(...exactlyOnePlace("privateKey"))
    .refine(...exactlyOnePlace("webhookSecret"));

const gitlabShape = (path: z.ZodType<string>) =>
  z
    .strictObject({
      url: text.transform(as(issuer)),
      ...secretKeys("token", path),
      ...secretKeys("webhookSecret", path),
    })
    .refine(...exactlyOnePlace("token"))
    .refine(...exactlyOnePlace("webhookSecret"));

/** Forges whose questions nines answers; it sends to these addresses alone. */
export const forgeShape = (path: z.ZodType<string>) => ({
  forges: z
    .strictObject({ github: githubShape(path).optional(), gitlab: gitlabShape(path).optional() })
    .refine(({ github, gitlab }) => (github ?? gitlab) !== undefined, "names no forge")
    .optional(),
});

type ForgeValues = z.output<z.ZodObject<ReturnType<typeof forgeShape>>>;

export function forgeSettings({ forges }: ForgeValues): ForgeSettings {
  const { github, gitlab } = forges ?? {};
  return {
    ...(github !== undefined && {
      github: {
        api: github.api ?? "https://api.github.com",
        appId: github.appId,
        privateKey: placeOf(github.privateKeyFile, github.privateKeyEnv),
        webhookSecret: placeOf(github.webhookSecretFile, github.webhookSecretEnv),
      },
    }),
    ...(gitlab !== undefined && {
      gitlab: {
        url: gitlab.url,
        token: placeOf(gitlab.tokenFile, gitlab.tokenEnv),
        webhookSecret: placeOf(gitlab.webhookSecretFile, gitlab.webhookSecretEnv),
      },
    }),
  };
}
