import { hkdfSync } from "node:crypto";
import { EncryptJWT, jwtDecrypt, type JWTPayload } from "jose";
import type { Seconds, Timestamp } from "../model/units.ts";

/** What may be read back only as what it was sealed for. */
export interface Sealer {
  seal: (content: JWTPayload, now: Timestamp, length: Seconds) => Promise<string>;
  /** Undefined for what is not ours, altered, sealed for something else, or over. */
  open: (sealed: string, now: Timestamp) => Promise<JWTPayload | undefined>;
}

/** A key for one purpose out of a secret that several may have; replicas with the same secret share it. */
const deriveKey = (secret: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret, "", `nines ${purpose} v1`, 32));

/** Encrypted and authenticated (JWE, A256GCM) under a key of its own. */
export function sealer(secret: Uint8Array, purpose: string): Sealer {
  const key = deriveKey(secret, purpose);
  return {
    seal: (content, now, length) =>
      new EncryptJWT(content)
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setAudience(purpose)
        .setExpirationTime(Math.floor(now + length))
        .encrypt(key),
    open: async (sealed, now) => {
      try {
        const { payload } = await jwtDecrypt(sealed, key, {
          audience: purpose,
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"],
          requiredClaims: ["exp"],
          currentDate: new Date(now * 1_000),
        });
        return payload;
      } catch {
        return undefined;
      }
    },
  };
}
