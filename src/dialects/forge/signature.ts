import { createHmac, timingSafeEqual } from "node:crypto";

/** Whether a header holds the HMAC-SHA256 of the raw body in hex, after this prefix; in the same time, right or wrong. */
export function isSigned(
  secret: string,
  body: Uint8Array,
  header: string | undefined,
  prefix: "" | "sha256=",
): boolean {
  const expected = Buffer.from(`${prefix}${createHmac("sha256", secret).update(body).digest("hex")}`);
  const found = Buffer.from(header ?? "");
  return found.length === expected.length && timingSafeEqual(found, expected);
}
