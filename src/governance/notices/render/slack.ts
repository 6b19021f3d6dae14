import type { Message } from "../notice.ts";
import { footnote, headline, linkOf, partsOf, pictureOf, shortened, type Place } from "./text.ts";

/** What a Slack-compatible webhook takes: blocks for Slack, and the whole of it as text for whoever ignores them. */
export interface SlackMessage {
  text: string;
  blocks: readonly object[];
}

/** Slack's own limits. */
const most = { text: 35_000, header: 150, section: 2_900 };

/** Only these three mean anything in Slack's markup: what people wrote can neither link nor call a channel. */
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export function slackMessage(message: Message, place: Place): SlackMessage {
  const title = headline(message);
  const parts = partsOf(message).map(({ heading, text }) => ({ heading, text: escaped(text) }));
  const link = linkOf(message, place);
  const picture = pictureOf(message, place);
  const more = [
    ...(link === undefined ? [] : [`<${link}|Open in nines>`]),
    // Slack shows no SVG in a message, and refuses a message with an image that it cannot show.
    ...(picture === undefined ? [] : [`<${picture}|See its burn-down>`]),
  ];
  const lines = [
    `*${escaped(title)}*`,
    ...parts.map(({ heading, text }) => `*${heading}:* ${text}`),
    ...more,
  ];
  return {
    text: shortened(lines.join("\n"), most.text),
    blocks: [
      { type: "header", text: { type: "plain_text", text: shortened(title, most.header), emoji: false } },
      ...parts.map(({ heading, text }) => section(`*${heading}*\n${text}`)),
      ...more.map(section),
      { type: "context", elements: [{ type: "mrkdwn", text: escaped(footnote(message)) }] },
    ],
  };
}

const section = (text: string): object => ({
  type: "section",
  text: { type: "mrkdwn", text: shortened(text, most.section) },
});
