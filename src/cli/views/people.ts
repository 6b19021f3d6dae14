import type { z } from "zod";
import type { meSchema, newTokenSchema, TokenBody } from "../../http/schemas/people.ts";
import { table } from "../terminal/table.ts";
import { dayAndTime } from "./moments.ts";

const listed = (words: readonly string[]): string => (words.length === 0 ? "–" : words.join(", "));

/** `2027-02-20`: expiry is often in another year. */
const dayOf = (text: string | undefined): string => text?.slice(0, 10) ?? "never";

export function meLines({ identity, readsAreOpen, login }: z.output<typeof meSchema>): string[] {
  if (identity === undefined)
    return [
      readsAreOpen
        ? "nobody: reading needs no identity here, everything else does (--token-file, NINES_TOKEN)"
        : "nobody",
      ...(login === undefined ? [] : [`people log in at ${login}`]),
    ];
  const { subject, kind, roles, groups, services, via } = identity;
  return [
    `${subject} (${kind})`,
    `roles     ${listed(roles)}`,
    `groups    ${listed(groups)}`,
    `services  ${services.includes("*") ? "every one" : listed(services)}`,
    `by        ${via}`,
  ];
}

const columns = ["token", "subject", "roles", "groups", "services", "expires", "state"].map((title) => ({
  title,
}));

export const tokenLines = (tokens: readonly TokenBody[]): string[] =>
  table(
    columns,
    tokens.map(({ id, subject, roles, groups, services, expires, state }) => [
      id,
      subject,
      listed(roles),
      listed(groups),
      listed(services),
      dayOf(expires),
      state,
    ]),
  );

/** The token stands on a line of its own, so that it can be copied or cut out. */
export const newTokenLines = ({ id, subject, expires, token }: z.output<typeof newTokenSchema>): string[] => [
  `${id} speaks for ${subject}${expires === undefined ? "" : ` until ${dayAndTime(expires)}`}. Shown this once:`,
  token,
];
