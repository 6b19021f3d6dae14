import { slackMessage } from "../governance/notices/render/slack.ts";
import type { Place } from "../governance/notices/render/text.ts";
import type { Channel } from "./channel.ts";
import { openPoster } from "./post.ts";
import { withSecret, type Secret } from "./secret.ts";

export interface SlackOptions {
  name: string;
  /** Whoever has it can write to the channel: it is a secret. */
  url: Secret;
  place: Place;
}

/** An incoming webhook as Slack has it; Mattermost, Rocket.Chat and others take the same. */
export function openSlack({ name, url, place }: SlackOptions): Channel {
  const { post, close } = openPoster();
  return {
    name,
    digests: true,
    deliver: (message) =>
      withSecret(url, (address) =>
        post(address, { "content-type": "application/json" }, JSON.stringify(slackMessage(message, place))),
      ),
    close,
  };
}
