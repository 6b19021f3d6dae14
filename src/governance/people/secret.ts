import { hash as digest, timingSafeEqual } from "node:crypto";

/** `nines_<id>_<secret>`: the prefix lets scanners find tokens that were committed, the id finds the hash. */
const shape = /^nines_(tk-[a-z0-9]{1,40})_([A-Za-z0-9_-]{43})$/;

/** The token as people carry it; the secret is 32 random bytes, base64url. */
export const tokenText = (id: string, secret: string): string => `nines_${id}_${secret}`;

export const hashSecret = (secret: string): string => digest("sha256", secret);

export function parseToken(text: string): { id: string; secret: string } | undefined {
  const [, id, secret] = shape.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** No text hashes to this: compared with when there is no token, so that the work is the same. */
const nobodysHash = "0".repeat(64);

/** Whether the secret has this hash; takes as long when there is none. */
export function fits(secret: string, hash: string | undefined): boolean {
  const given = digest("sha256", secret, "buffer");
  const equal = timingSafeEqual(given, Buffer.from(hash ?? nobodysHash, "hex"));
  return equal && hash !== undefined;
}
