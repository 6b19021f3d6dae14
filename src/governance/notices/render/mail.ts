import type { Message } from "../notice.ts";
import { footnote, headline, linkOf, partsOf, pictureOf, shortened, type Place } from "./text.ts";

export interface Mail {
  subject: string;
  text: string;
  html: string;
}

const most = { subject: 180 };

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** A header is one line, whatever people wrote. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();

/** The same in plain text and in HTML; nothing is loaded from anywhere but a picture, where the operator wants that. */
export function mailMessage(message: Message, place: Place): Mail {
  const title = headline(message);
  const parts = partsOf(message);
  const link = linkOf(message, place);
  const picture = pictureOf(message, place);
  return {
    subject: shortened(oneLine(`[nines] ${title}`), most.subject),
    text: [
      title,
      ...parts.map(({ heading, text }) => `${heading}:\n${indented(text)}`),
      ...(link === undefined ? [] : [link]),
      ...(picture === undefined ? [] : [`Its burn-down: ${picture}`]),
      `-- \n${footnote(message)}\n`,
    ].join("\n\n"),
    html: [
      "<!doctype html>",
      '<html lang="en"><body style="font-family: system-ui, sans-serif; line-height: 1.4">',
      `<h2>${escaped(title)}</h2>`,
      ...parts.map(
        ({ heading, text }) =>
          `<p><strong>${escaped(heading)}</strong><br>${escaped(text).replaceAll("\n", "<br>")}</p>`,
      ),
      ...(link === undefined ? [] : [`<p><a href="${escaped(link)}">Open in nines</a></p>`]),
      ...(picture === undefined
        ? []
        : [
            `<p><a href="${escaped(picture)}"><img src="${escaped(picture)}" alt="See its burn-down" width="720" style="max-width: 100%"></a></p>`,
          ]),
      `<p style="color: #666">${escaped(footnote(message))}</p>`,
      "</body></html>",
    ].join("\n"),
  };
}

const indented = (text: string): string => text.replace(/^/gm, "  ");
