import type { ChannelBody } from "../../../http/schemas/notices.ts";
import { printable, type Ink } from "../../terminal/ink.ts";
import { table } from "../../terminal/table.ts";
import { dayAndTime } from "../moments.ts";

const columns = [
  { title: "channel" },
  { title: "by" },
  { title: "waiting", align: "right" as const },
  { title: "delivered", align: "right" as const },
  { title: "given up", align: "right" as const },
  { title: "last delivery" },
];

/** The channels, then what hinders them, then what was given up. */
export function channelLines(items: readonly ChannelBody[], ink: Ink): string[] {
  if (items.length === 0)
    return ["Nothing is announced: the config file has no notices (docs/announcements.md)."];
  const [heading = "", ...rows] = table(
    columns,
    items.map(({ name, kind, waiting, delivered, undelivered, lastDelivery }) => [
      ...[name, kind, String(waiting), String(delivered), String(undelivered)],
      lastDelivery === undefined ? "never" : dayAndTime(lastDelivery.at),
    ]),
  );
  const troubled = items.flatMap(({ name, error, failures }) =>
    error === undefined || failures === 0
      ? []
      : [`${ink("yellow", name)}: ${printable(error)}; ${failures} attempts so far`],
  );
  const dead = items.flatMap(({ name, dead: letters }) =>
    letters.map(
      ({ what, givenUpAt, reason }) =>
        `${ink("red", name)}: given up ${dayAndTime(givenUpAt)}: ${printable(what)} (${printable(reason)})`,
    ),
  );
  return [ink("dim", heading), ...rows, ...spaced(troubled), ...spaced(dead)];
}

const spaced = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ["", ...lines]);
