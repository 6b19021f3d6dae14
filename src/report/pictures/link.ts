import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
import type { Timestamp } from "../../model/units.ts";

/** Lets whoever has it see one SLO's picture for a while, and nothing else. */
export interface SignedLink {
  slo: string;
  /** Unix seconds. */
  until: number;
  signature: string;
}

/** A key of its own: what signs pictures can sign nothing else. */
export const pictureKey = (secret: KeyObject | Uint8Array): Uint8Array =>
  createHmac("sha256", secret).update("nines: links to pictures").digest();

const signatureOf = (key: Uint8Array, slo: string, until: number): string =>
  createHmac("sha256", key).update(`${slo}\n${until}`).digest("base64url");

export function pictureLink(key: Uint8Array, slo: string, until: Timestamp): string {
  const second = Math.ceil(until);
  const query = new URLSearchParams({ until: `${second}`, signature: signatureOf(key, slo, second) });
  return `/image/${encodeURIComponent(slo)}.svg?${query.toString()}`;
}

/** It is ours, and its time is not over. */
export function isGenuine(key: Uint8Array, { slo, until, signature }: SignedLink, now: Timestamp): boolean {
  const [given, expected] = [Buffer.from(signature), Buffer.from(signatureOf(key, slo, until))];
  return given.length === expected.length && timingSafeEqual(given, expected) && now < until;
}
