import type { Seconds } from "../model/units.ts";

/**
 * The cookie of this name. Several of one name mean that somebody else's page has set one beside ours (a sibling
 * domain can): none of them is taken.
 */
export function readCookie(header: string, name: string): string | undefined {
  const found = header
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined;
}

/** With https only this very host can set it (`__Host-`), and it never travels in clear. */
export const cookieNameFor = (name: string, isSecure: boolean): string =>
  isSecure ? `__Host-${name}` : name;

export function writeCookie(name: string, value: string, isSecure: boolean, length: Seconds | 0): string {
  const attributes = [
    "Path=/",
    `Max-Age=${length}`,
    "HttpOnly",
    "SameSite=Lax",
    ...(isSecure ? ["Secure"] : []),
  ];
  return [`${cookieNameFor(name, isSecure)}=${value}`, ...attributes].join("; ");
}

export const dropCookie = (name: string, isSecure: boolean): string => writeCookie(name, "", isSecure, 0);
