import { z } from "zod";
import { type Identity, roles } from "../governance/people/identity.ts";
import { cookieName } from "../model/names.ts";
import type { Seconds, Timestamp } from "../model/units.ts";
import { cookieNameFor, dropCookie, readCookie, writeCookie } from "./cookies.ts";
import { sealer } from "./sealed.ts";

/** A browser drops a longer cookie without a word, and the person would log in for ever. */
const longest = 4_000;

const content = z.object({
  sub: z.string(),
  roles: z.array(z.enum(roles)),
  groups: z.array(z.string()),
  services: z.array(z.string()),
  via: z.string(),
});

export interface Sessions {
  /** A `set-cookie`; undefined when there is more to remember than a cookie holds. */
  begin: (identity: Identity, now: Timestamp) => Promise<string | undefined>;
  /** Undefined at once when there is no such cookie; resolves to undefined when it is over or not ours. */
  read: (cookies: string, now: Timestamp) => Promise<Identity | undefined> | undefined;
  /** A `set-cookie` that makes the browser forget. */
  end: () => string;
}

/**
 * Sessions that live in the browser alone, sealed: every replica with the same secret reads them, and nothing has to
 * be kept. What a person may do is as it was at the login, which is why a session is short.
 */
export function sessions(secret: Uint8Array, isSecure: boolean, length: Seconds): Sessions {
  const { seal, open } = sealer(secret, "session");
  const name = cookieNameFor(cookieName.session, isSecure);
  const opened = async (sealed: string, now: Timestamp): Promise<Identity | undefined> => {
    const parsed = content.safeParse(await open(sealed, now));
    if (!parsed.success) return undefined;
    const { sub: subject, ...rest } = parsed.data;
    return { subject, kind: "person", ...rest };
  };
  return {
    begin: async ({ subject, kind: _, workload: __, ...rest }, now) => {
      const sealed = await seal({ sub: subject, ...rest }, now, length);
      const cookie = writeCookie(cookieName.session, sealed, isSecure, length);
      return cookie.length > longest ? undefined : cookie;
    },
    read: (cookies, now) => {
      const sealed = readCookie(cookies, name);
      return sealed === undefined || sealed === "" ? undefined : opened(sealed, now);
    },
    end: () => dropCookie(cookieName.session, isSecure),
  };
}
