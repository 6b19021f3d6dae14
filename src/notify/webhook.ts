import { createHmac } from "node:crypto";
import { cloudEvent } from "../governance/notices/render/cloud-event.ts";
import type { Place } from "../governance/notices/render/text.ts";
import type { Channel } from "./channel.ts";
import { openPoster } from "./post.ts";
import { withSecret, type Secret } from "./secret.ts";

export interface WebhookOptions {
  name: string;
  url: string;
  /** What both sides sign with. */
  secret: Secret;
  place: Place;
  /** Seconds since 1970. */
  now: () => number;
}

/**
 * `v1,` and the HMAC-SHA256 of id, time and body, as Standard Webhooks has it: a receiver can tell who sent it, that
 * nobody changed it, and that it is no recording of an old one.
 */
export function signature(secret: string, id: string, at: number, body: string): string {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : secret;
  return `v1,${createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64")}`;
}

/** CloudEvents for programs: each notice by itself, signed, and told apart by its id. */
export function openWebhook({ name, url, secret, place, now }: WebhookOptions): Channel {
  const { post, close } = openPoster();
  return {
    name,
    digests: false,
    deliver: (message) =>
      withSecret(secret, (key) => {
        const body = JSON.stringify(cloudEvent(message, place));
        const at = Math.floor(now());
        const headers = {
          "content-type": "application/cloudevents+json; charset=utf-8",
          "idempotency-key": message.id,
          "webhook-id": message.id,
          "webhook-timestamp": String(at),
          "webhook-signature": signature(key, message.id, at, body),
        };
        return post(url, headers, body);
      }),
    close,
  };
}
