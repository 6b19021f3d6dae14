import { isIP } from "node:net";
import { formatDuration, parseDuration } from "../model/durations.ts";
import { seconds, type Seconds } from "../model/units.ts";
import { type Address, isLoopback, isPostgres } from "./settings.ts";

/** A value, or why the text is none: said after the place where it stands. */
export type Decoded<T> = { ok: true; value: T } | { ok: false; message: string };

const good = <T>(value: T): Decoded<T> => ({ ok: true, value });
const bad = (message: string): { ok: false; message: string } => ({ ok: false, message });
const quoted = (text: string): string => JSON.stringify(text.slice(0, 80));

export const anyText = (text: string): Decoded<string> =>
  text.trim() === "" ? bad("is empty: give it a value or leave it out") : good(text);

/** A folder, `none`, or a PostgreSQL. Nothing of a connection string is repeated: it may hold a password. */
export function journalPlace(text: string): Decoded<string> {
  if (!isPostgres(text)) return anyText(text);
  const url = URL.parse(text);
  return url === null || url.hostname === "" || url.pathname.length < 2
    ? bad("is no connection string: write for example postgres://nines@db.example:5432/nines")
    : good(text);
}

/** On the command line a password would stand in every process list. */
export const hasPassword = (text: string): boolean =>
  isPostgres(text) && (URL.parse(text)?.password !== "" || /[?&]password=/.test(text));

export function duration(text: string, min: Seconds, max: Seconds): Decoded<Seconds> {
  const value = parseDuration(text);
  if (value === undefined) return bad(`${quoted(text)} is no duration: write for example 30s or 1m30s`);
  return value < min || value > max
    ? bad(`${text} is out of range: from ${formatDuration(min)} to ${formatDuration(max)}`)
    : good(value);
}

/** Above five minutes an answer could be older than Prometheus' own look-back. */
export const cycle = (text: string): Decoded<Seconds> => duration(text, seconds(1), seconds(300));

/** At least a day, so that a verdict outlives the questions about it; ten years at most. */
export const decisionsFor = (text: string): Decoded<Seconds> =>
  duration(text, seconds(86_400), seconds(3_660 * 86_400));

/** How long a link opens a picture to whoever has it. */
export const pictureLife = (text: string): Decoded<Seconds> =>
  duration(text, seconds(3_600), seconds(90 * 86_400));

export const oneOf =
  <T extends string>(allowed: readonly T[]) =>
  (text: string): Decoded<T> => {
    const found = allowed.find((each) => each === text);
    return found === undefined ? bad(`${quoted(text)} is none of ${allowed.join(", ")}`) : good(found);
  };

/** `host:port`, `[::1]:port`, or `:port` for every address of the machine. */
export function address(text: string): Decoded<Address> {
  const match = /^(?:\[([^\]]+)\]|([^:\s[\]]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535)
    return bad(`${quoted(text)} is no host:port: write for example 127.0.0.1:8090, [::1]:8090 or :8090`);
  const [, bracketed, plain = ""] = match;
  if (bracketed !== undefined && isIP(bracketed) !== 6)
    return bad(`${quoted(text)} has no IPv6 address in its brackets`);
  return good({ host: bracketed ?? plain, port });
}

export function hostName(text: string): Decoded<string> {
  return /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(text)
    ? good(text.toLowerCase())
    : bad(`${quoted(text)} is no host name: write it without scheme and port`);
}

/** `yes` and `1` are what people write into an environment. */
export function onOff(text: string): Decoded<boolean> {
  if (["true", "1", "yes", "on"].includes(text.toLowerCase())) return good(true);
  if (["false", "0", "no", "off"].includes(text.toLowerCase())) return good(false);
  return bad(`${quoted(text)} is neither true nor false`);
}

/** Where a Prometheus is. User and password are refused without being repeated: process lists show them. */
export function sourceUrl(text: string): Decoded<string> {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol))
    return bad("is no http or https address: write for example http://127.0.0.1:9090");
  if (url.username !== "" || url.password !== "")
    return bad("holds a user or a password: put them into the config file, under basicAuth");
  if (url.search !== "" || url.hash !== "")
    return bad("has a query or a fragment: write only scheme, host and path");
  return good(url.href.replace(/\/+$/, ""));
}

/** Where something is sent to; its query may be part of it. */
export function targetUrl(text: string): Decoded<string> {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol))
    return bad("is no http or https address: write for example https://events.example/nines");
  if (url.username !== "" || url.password !== "" || url.hash !== "")
    return bad("holds a user, a password or a fragment: write scheme, host, path and query alone");
  return good(url.href);
}

/** With TLS, or never off this machine. */
export const mayBePlain = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || isLoopback({ host: hostname.replace(/^\[|\]$/g, ""), port: 0 });
};

/** An issuer: exactly what its tokens say, without a slash at the end. */
export function webAddress(text: string): Decoded<string> {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol))
    return bad("is no http or https address: write for example https://nines.example");
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    return bad("has more than scheme, host and path");
  return good(text.replace(/\/+$/, ""));
}

/** Whoever could answer in an issuer's name could be anybody: TLS, or this very machine. */
export function issuer(text: string): Decoded<string> {
  const address = webAddress(text);
  if (!address.ok) return address;
  return mayBePlain(address.value) ? address : bad("is without TLS: an issuer needs https");
}

/** Scheme, host and port, as a browser's `Origin` has them. */
export function webOrigin(text: string): Decoded<string> {
  const address = webAddress(text);
  if (!address.ok) return address;
  const { origin, pathname } = new URL(address.value);
  return pathname === "/" ? good(origin) : bad("has a path: nines is served at the root of its host");
}

/** An address of a forge's page of one line, with what stands for path and line. */
export function lineTemplate(text: string): Decoded<string> {
  const filled = webAddress(
    text
      .replaceAll(/\{(path|line)\}/g, "1")
      .replace(/#.*$/, "")
      .replace(/\?.*$/, ""),
  );
  if (!filled.ok) return filled;
  return text.includes("{path}")
    ? good(text)
    : bad("has no {path} in it: write for example https://git.example/shop/blob/main/slos/{path}#L{line}");
}

export const sourceName = (text: string): Decoded<string> =>
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)
    ? good(text)
    : bad(`${quoted(text)} is no name: lower-case letters, digits and hyphens, at most 63`);
