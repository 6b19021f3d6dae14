import { setTimeout as sleep } from "node:timers/promises";
import { Counter, Gauge, type Registry } from "prom-client";
import type { ChannelSettings, Settings } from "../../../config/settings.ts";
import { mayBePlain } from "../../../config/values.ts";
import { testNotice } from "../../../governance/notices/test-notice.ts";
import type { Outbox } from "../../../governance/notices/notice.ts";
import type { Place } from "../../../governance/notices/render/text.ts";
import { metric, metricLabel } from "../../../model/names.ts";
import { timestamp, type Timestamp } from "../../../model/units.ts";
import type { Channel } from "../../../notify/channel.ts";
import { addressFrom, secretFrom } from "../../../notify/secret.ts";
import { openSlack } from "../../../notify/slack.ts";
import { openWebhook } from "../../../notify/webhook.ts";
import { createAnnouncer } from "../../../runtime/announcer.ts";
import type { Desk } from "../../../runtime/governance/desk.ts";
import type { Leadership } from "../../../runtime/leadership.ts";
import type { Log } from "../../../runtime/ports.ts";
import { pictureLink } from "../../../report/pictures/link.ts";
import { pictureKeyOf } from "../pictures.ts";
import type { Telling } from "./telling.ts";

export interface AnnouncingPorts {
  desk: Desk;
  leadership: Leadership;
  registry: Registry;
  now: () => Timestamp;
  log: Log;
}

/** Sends what the outbox holds. Every replica can; the one that leads does. */
export async function openAnnouncing(
  settings: Pick<Settings, "notices" | "publicUrl" | "journalKey" | "data">,
  { desk, leadership, registry, now, log }: AnnouncingPorts,
): Promise<Telling> {
  const { notices } = settings;
  const place = placeOf(settings, now);
  const channels = await Promise.all(notices.channels.map((each) => openChannel(each, place)));
  const ended = new AbortController();
  const announcer = createAnnouncer({
    receivers: channels,
    announcing: {
      channels: channels.map(({ name, digests }) => ({ name, digests })),
      routes: notices.routes,
    },
    desk,
    leadership,
    now,
    wait: (milliseconds) => sleep(milliseconds, undefined, { signal: ended.signal }).catch(() => undefined),
    log,
  });
  const outboxes = () => desk.state().notices.outboxes;
  if (channels.length > 0) exportOutboxes(registry, outboxes);
  return {
    reader: {
      channels: () =>
        notices.channels.map(({ name, kind }) => {
          const outbox = outboxes().get(name);
          const status = announcer.status().find((each) => each.name === name);
          return { name, kind, ...(outbox && { outbox }), ...(status && { status }) };
        }),
      test: async (name, by) => {
        const channel = channels.find((each) => each.name === name);
        return channel?.deliver(testNotice(name, by, now()));
      },
    },
    start: announcer.start,
    close: async () => {
      ended.abort();
      const stopped = announcer.stop();
      // A receiver that does not answer must not hold up the end.
      await Promise.race([stopped, sleep(1_000, undefined, { ref: false })]);
      await Promise.all(channels.map((each) => each.close()));
      await stopped;
    },
  };
}

/** Links need an address that readers reach nines by; pictures, that the operator wants them. */
function placeOf(
  settings: Pick<Settings, "notices" | "publicUrl" | "journalKey" | "data">,
  now: () => Timestamp,
): Place {
  const { publicUrl, notices } = settings;
  const [key, life] = [pictureKeyOf(settings), notices.pictures];
  if (publicUrl === undefined) return {};
  if (key === undefined || life === undefined) return { publicUrl };
  return { publicUrl, picture: (slo) => `${publicUrl}${pictureLink(key, slo, timestamp(now() + life))}` };
}

async function openChannel(settings: ChannelSettings, place: Place): Promise<Channel> {
  const { name } = settings;
  const secret = (of: Parameters<typeof secretFrom>[0]) => secretFrom(of, process.env);
  switch (settings.kind) {
    case "slack": {
      const isAllowed = (url: string): boolean => settings.insecureHttp || mayBePlain(url);
      return openSlack({ name, url: addressFrom(secret(settings.url), isAllowed), place });
    }
    case "webhook":
      return openWebhook({
        ...{ name, url: settings.url, place },
        secret: secret(settings.secret),
        now: () => Date.now() / 1_000,
      });
    case "mail": {
      // Few send mail: the others need not wait for its library at every start.
      const { openMail } = await import("../../../notify/mail.ts");
      const { ca, login, ...server } = settings.server;
      return openMail({
        ...{ name, to: settings.to, place },
        server: {
          ...server,
          ...(ca !== undefined && { ca: secret(ca) }),
          ...(login !== undefined && { login: { ...login, password: secret(login.password) } }),
        },
      });
    }
  }
}

/** What the journal says, so that every replica counts alike and a restart loses nothing. */
function exportOutboxes(registry: Registry, outboxes: () => ReadonlyMap<string, Outbox>): void {
  const options = { labelNames: [metricLabel.channel], registers: [registry] };
  const each = (set: (outbox: Outbox) => void): void => {
    for (const outbox of outboxes().values()) set(outbox);
  };
  new Gauge({
    name: metric.noticesWaiting,
    help: "Notices that wait to be delivered",
    ...options,
    collect() {
      this.reset();
      each(({ channel, waiting }) => this.labels(channel).set(waiting.size));
    },
  });
  new Gauge({
    name: metric.noticesOldest,
    help: "When the oldest notice happened that waits to be delivered; absent when none waits",
    ...options,
    collect() {
      this.reset();
      each(({ channel, waiting }) => {
        const [first] = waiting.values();
        if (first !== undefined) this.labels(channel).set(first.at);
      });
    },
  });
  new Counter({
    name: metric.noticesDelivered,
    help: "Notices delivered, as the journal says",
    ...options,
    collect() {
      this.reset();
      each(({ channel, delivered }) => this.labels(channel).inc(delivered));
    },
  });
  new Counter({
    name: metric.noticesUndelivered,
    help: "Notices given up, as the journal says",
    ...options,
    collect() {
      this.reset();
      each(({ channel, undelivered }) => this.labels(channel).inc(undelivered));
    },
  });
}
