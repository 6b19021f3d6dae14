import { isoMinute } from "../../exceptions/words.ts";
import { isDigest, type Digest, type Message, type Notice, type SentKind } from "../notice.ts";

/** Where nines is reached; without it a message names commands, not links. */
export interface Place {
  publicUrl?: string;
  /** Where a picture of an SLO is seen by whoever has the link, and until when; absent where nobody wanted that. */
  picture?: (slo: string) => string;
}

/** One thing to say under one heading. */
export interface Part {
  heading: string;
  text: string;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The line that a person sees first, in a list of messages or as a subject. */
export const headline = (message: Message): string =>
  isDigest(message)
    ? `${message.count} announcements since ${isoMinute(message.since)}`
    : `${message.mark === undefined ? "" : `${message.mark} `}${message.what}`;

/** Why, what it means and what to do, in the order in which a person asks. */
export const partsOf = (message: Message): readonly Part[] =>
  isDigest(message) ? digestParts(message) : noticeParts(message);

const noticeParts = ({ why, means, next }: Notice): readonly Part[] => [
  { heading: "Why", text: sentence(why) },
  { heading: "What it means", text: sentence(means) },
  { heading: "Next", text: sentence(next) },
];

const kindWords: Readonly<Record<SentKind, string>> = {
  "state-changed": "states changed",
  "promise-loosened": "promises made easier",
  "loosening-ended": "easier promises held no longer",
  "exception-requested": "exceptions asked for",
  "exception-reminded": "exceptions that still wait",
  "exception-escalated": "exceptions escalated",
  "exception-decided": "exceptions decided",
  "exception-expiring": "exceptions soon over",
  "exception-used": "changes by exception",
  "review-due": "reviews due",
  "experiment-requested": "experiments asked for",
  "experiment-started": "experiments begun",
  "experiment-ended": "experiments over",
  "definitions-broken": "times definitions broke",
  "definitions-mended": "times definitions were mended",
  test: "tests",
};

function digestParts({ counts, lines, count }: Digest): readonly Part[] {
  const more = count - lines.length;
  return [
    {
      heading: "In all",
      text: Object.entries(counts)
        .map(([kind, many]) => `${many} ${kindWords[kind as SentKind]}`)
        .join(", "),
    },
    {
      heading: "One by one",
      text: [
        ...lines.map(({ at, what }) => `${isoMinute(at)}: ${what}`),
        ...(more > 0 ? [`… and ${more} more, in nines audit show`] : []),
      ].join("\n"),
    },
  ];
}

/** The page that tells more, where browsers reach nines. */
export const linkOf = (message: Message, { publicUrl }: Place): string | undefined =>
  publicUrl === undefined || isDigest(message) || message.path === undefined
    ? undefined
    : `${publicUrl}${message.path}`;

/** The burn-down of the SLO whose state it tells of. */
export const pictureOf = (message: Message, { picture }: Place): string | undefined =>
  isDigest(message) || message.kind !== "state-changed" ? undefined : picture?.(message.subject);

/** Who did it and when, and the id under which it is known. */
export const footnote = (message: Message): string =>
  isDigest(message)
    ? `${isoMinute(message.at)} · ${message.id}`
    : [isoMinute(message.at), message.actor, message.owner, message.id]
        .filter((each) => each !== undefined)
        .join(" · ");

/** At most so many characters, the cut shown. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
