import { z } from "zod";
import { noticeKinds, type NoticeRoute } from "../governance/notices/notice.ts";
import { as, text } from "./people-shape.ts";
import { exactlyOnePlace, placeOf, secretKeys } from "./secrets.ts";
import type { ChannelSettings, NoticeSettings } from "./settings.ts";
import { mayBePlain, pictureLife, sourceName, targetUrl } from "./values.ts";

const name = text.transform(as(sourceName));
const names = z.array(text).min(1, "is empty: leave it out to take all of them");
const mailServerShape = (path: z.ZodType<string>) =>
  z
    .strictObject({
      host: text,
      port: z.int().min(1, "is no port").max(65_535, "is no port").optional(),
      security: z.enum(["tls", "starttls", "none"], "is none of tls, starttls, none").optional(),
      from: text,
      username: text.optional(),
      ...secretKeys("password", path),
      caFile: path.optional(),
    })
    .refine(
      (server) =>
        server.username === undefined
          ? server.passwordFile === undefined && server.passwordEnv === undefined
          : exactlyOnePlace("password")[0](server),
      "needs username together with either passwordFile or passwordEnv",
    )
    .refine(
      ({ username, security }) => username === undefined || security !== "none",
      "would send its password without TLS",
    );

const slackShape = (path: z.ZodType<string>) =>
  z
    .strictObject({ ...secretKeys("url", path), insecureHttp: z.boolean().optional() })
    .refine(...exactlyOnePlace("url"));

const webhookShape = (path: z.ZodType<string>) =>
  z
    .strictObject({
      url: text.transform(as(targetUrl)),
      ...secretKeys("secret", path),
      insecureHttp: z.boolean().optional(),
    })
    .refine(...exactlyOnePlace("secret"))
    .refine(
      ({ url, insecureHttp }) => insecureHttp === true || mayBePlain(url),
      "has a url without TLS: write https, or insecureHttp: true for a network that you trust",
    );

const channelShape = (path: z.ZodType<string>) =>
  z
    .strictObject({
      name,
      slack: slackShape(path).optional(),
      webhook: webhookShape(path).optional(),
      mail: z.strictObject({ to: z.array(z.email("is no address")).min(1, "names nobody") }).optional(),
    })
    .refine(
      ({ slack, webhook, mail }) => [slack, webhook, mail].filter((each) => each !== undefined).length === 1,
      "needs exactly one of slack, webhook and mail",
    );

const routeShape = z.strictObject({
  owners: names.optional(),
  services: names.optional(),
  environments: names.optional(),
  kinds: z
    .array(z.enum(noticeKinds, `is none of ${noticeKinds.join(", ")}`))
    .min(1, "is empty: leave it out to take all of them")
    .optional(),
  channels: z.array(name).min(1, "names no channel"),
  continue: z.boolean().optional(),
});

/** What only the config file can say of announcements. */
export const noticeShape = (path: z.ZodType<string>) => ({
  notices: z
    .strictObject({
      mail: mailServerShape(path).optional(),
      pictures: text.transform(as(pictureLife)).optional(),
      channels: z.array(channelShape(path)).min(1, "has no channel"),
      routes: z.array(routeShape).min(1, "has no route: nothing would be announced"),
    })
    .superRefine(({ mail, channels, routes }, context) => {
      const known = new Set(channels.map((each) => each.name));
      const complain = (message: string, ...path: (string | number)[]): void =>
        context.addIssue({ code: "custom", message, path });
      for (const [index, channel] of channels.entries()) {
        if (channels.findIndex((each) => each.name === channel.name) < index)
          complain(`stands twice: give each channel a name of its own`, "channels", index, "name");
        if (channel.mail !== undefined && mail === undefined)
          complain("needs notices.mail: which server sends it?", "channels", index, "mail");
        if (!routes.some((route) => route.channels.includes(channel.name)))
          complain("is in no route: it would never be told anything", "channels", index, "name");
      }
      for (const [index, route] of routes.entries())
        for (const [at, channel] of route.channels.entries())
          if (!known.has(channel))
            complain(`is no channel: there are ${[...known].join(", ")}`, "routes", index, "channels", at);
    })
    .optional(),
});

export type NoticeValues = z.output<z.ZodObject<ReturnType<typeof noticeShape>>>;
type Written = NonNullable<NoticeValues["notices"]>;

export const noticeSettings = ({ notices }: NoticeValues): NoticeSettings =>
  notices === undefined
    ? { channels: [], routes: [] }
    : {
        channels: notices.channels.map((each) => channelOf(each, notices)),
        routes: notices.routes.map(routeOf),
        ...(notices.pictures !== undefined && { pictures: notices.pictures }),
      };

const routeOf = (route: Written["routes"][number]): NoticeRoute =>
  Object.fromEntries(
    Object.entries(route).filter(([, value]) => value !== undefined),
  ) as unknown as NoticeRoute;

function channelOf(
  { name, slack, webhook, mail }: Written["channels"][number],
  all: Written,
): ChannelSettings {
  if (slack !== undefined)
    return {
      name,
      kind: "slack",
      url: placeOf(slack.urlFile, slack.urlEnv),
      insecureHttp: slack.insecureHttp ?? false,
    };
  if (webhook !== undefined)
    return {
      name,
      kind: "webhook",
      url: webhook.url,
      secret: placeOf(webhook.secretFile, webhook.secretEnv),
    };
  return { name, kind: "mail", to: mail?.to ?? [], server: mailServerOf(all.mail) };
}

function mailServerOf(mail: Written["mail"]): Extract<ChannelSettings, { kind: "mail" }>["server"] {
  const {
    host = "",
    security = "starttls",
    port,
    from = "",
    username,
    passwordFile,
    passwordEnv,
    caFile,
  } = mail ?? {};
  return {
    host,
    port: port ?? (security === "tls" ? 465 : 587),
    security,
    from,
    ...(username !== undefined && { login: { username, password: placeOf(passwordFile, passwordEnv) } }),
    ...(caFile !== undefined && { ca: { kind: "file" as const, path: caFile } }),
  };
}
