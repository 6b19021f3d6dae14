import { decodeJwt, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from "jose";
import type { Identity, Workload } from "../../governance/people/identity.ts";
import type { Service } from "../../model/definitions.ts";
import type { Timestamp } from "../../model/units.ts";
import { IssuerUnreachable, keysOf } from "./issuer.ts";
import { machineOf, matchesRef, workloadOf } from "./job.ts";

/** A forge whose jobs may ask. */
export interface TrustedForge {
  forge: Workload["forge"];
  issuer: string;
  audience: string;
  refs: readonly string[];
}

export interface WorkloadOptions {
  forges: readonly TrustedForge[];
  services: () => Iterable<Service>;
  now: () => Timestamp;
  warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** Whom a token is of: nobody when it is wrong in any way, unverifiable when its issuer cannot be asked. */
export type Verified = Identity | undefined | "unverifiable";

/** Signatures with a private key: neither `none`, nor a secret that everybody who verifies could sign with. */
const algorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
/** Seconds. */
const longest = 3_600;
const tolerance = 30;

/** Reads the signed tokens of CI jobs. */
export function workloads({ forges, services, now, warn }: WorkloadOptions) {
  const keys = new Map<string, JWTVerifyGetKey>(forges.map(({ issuer }) => [issuer, keysOf(issuer)]));

  const verify = async (token: string, trusted: TrustedForge): Promise<Verified> => {
    const key = keys.get(trusted.issuer);
    if (key === undefined) return undefined;
    const { payload } = await jwtVerify(token, key, {
      algorithms,
      issuer: trusted.issuer,
      audience: trusted.audience,
      requiredClaims: ["exp", "iat", "sub"],
      maxTokenAge: longest,
      clockTolerance: tolerance,
      currentDate: new Date(now() * 1_000),
    });
    const { exp = Infinity, iat = 0 } = payload;
    if (exp - iat > longest) return refuse("longer than an hour");
    const job = workloadOf(trusted.forge, payload);
    if (job === undefined) return refuse("without repository or ref");
    if (!matchesRef(job.ref, trusted.refs)) return refuse(`of the ref ${job.ref}`);
    return machineOf(job, services());
  };

  const refuse = (reason: string): Verified => {
    warn("the token of a CI job was refused", { reason });
    return undefined;
  };

  return async (token: string): Promise<Verified> => {
    const trusted = trustedBy(token, forges);
    if (trusted === undefined) return refuse("of an issuer that is not configured");
    try {
      return await verify(token, trusted);
    } catch (error) {
      if (isUnreachable(error)) {
        warn("an issuer of CI tokens cannot be asked", { issuer: trusted.issuer, reason: error.message });
        return "unverifiable";
      }
      return refuse(error instanceof errors.JOSEError ? error.code : "malformed");
    }
  };
}

/** Which forge a token claims to be of; only its key can prove it. */
function trustedBy(token: string, forges: readonly TrustedForge[]): TrustedForge | undefined {
  let claims: JWTPayload;
  try {
    claims = decodeJwt(token);
  } catch {
    return undefined;
  }
  return forges.find(({ issuer }) => issuer === claims.iss);
}

/** jose tells of a JWKS that cannot be read by a general error or a time-out, and of a bad token by others. */
const isUnreachable = (error: unknown): error is Error =>
  error instanceof IssuerUnreachable ||
  error instanceof errors.JWKSTimeout ||
  (error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC") ||
  (error instanceof TypeError && error.message === "fetch failed");
