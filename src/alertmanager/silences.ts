import { z } from "zod";
import type { HeldSilence, SilenceText } from "../governance/windows/silences/silence.ts";
import { timestamp } from "../model/units.ts";
import { AlertmanagerTrouble } from "./failures.ts";

const moment = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return timestamp(at / 1000);
  context.addIssue("is no time");
  return z.NEVER;
});

/** What nines reads of a `gettableSilence`; the rest is passed over. */
const held = z
  .object({
    id: z.string(),
    status: z.object({ state: z.enum(["active", "pending", "expired"]) }),
    matchers: z.array(
      // `isEqual` came with 0.22; before that every matcher was one.
      z.object({
        name: z.string(),
        value: z.string(),
        isRegex: z.boolean(),
        isEqual: z.boolean().default(true),
      }),
    ),
    startsAt: moment,
    endsAt: moment,
    createdBy: z.string(),
    comment: z.string(),
  })
  .transform(({ status, ...silence }): HeldSilence => ({ ...silence, state: status.state }));

/** Reads the answer to `GET /api/v2/silences`. */
export function readSilences(where: string, text: string): readonly HeldSilence[] {
  const answer = parsed(text);
  const read = z.array(held).safeParse(answer);
  if (read.success) return read.data;
  throw new AlertmanagerTrouble(
    `${where}: what answers there is not Alertmanager's API v2: check the URL's path`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const iso = (at: number): string => new Date(at * 1000).toISOString();

/** A `postableSilence`. */
export const writeSilence = ({ startsAt, endsAt, ...silence }: SilenceText & { id?: string }): unknown => ({
  ...silence,
  startsAt: iso(startsAt),
  endsAt: iso(endsAt),
});
