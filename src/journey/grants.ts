import type { SecretRef } from "../model/journey.ts";
import { redactorOf, type Redactor } from "./redact.ts";
import { coversHost, hostOf } from "./targets.ts";

/** Which hosts may be sent a secret: server configuration, never part of a Journey. */
export interface SecretGrant {
  /** `NINES_SECRET_SHOP`, or the path of a file inside the secrets folder. */
  secret: string;
  /** Patterns as those of targets. */
  hosts: readonly string[];
}

/** The name under which the configuration grants a secret. */
export const grantName = (ref: SecretRef): string => (ref.kind === "env" ? ref.variable : ref.path);

/** Where a secret may be sent; nowhere, unless the configuration says so. */
export const hostsOf = (ref: SecretRef, grants: readonly SecretGrant[]): readonly string[] =>
  grants.filter(({ secret }) => secret === grantName(ref)).flatMap(({ hosts }) => hosts);

/** A secret in the hands of one run. */
export interface HeldSecret {
  /** The Journey's name for it. */
  name: string;
  text: string;
  hosts: readonly string[];
}

/** Everything of a request that leaves the machine. */
export interface Outgoing {
  url: URL;
  headers: readonly { name: string; value: string }[];
  body?: { text: string };
}

const refusal = (secret: string, url: URL): string =>
  `the server's configuration does not allow secret ${secret} for ${hostOf(url)}`;

/**
 * Why whoever holds these secrets may not reach a target at all: what a script or a page does with a secret cannot be
 * looked through, so that it never gets where one of them may not go.
 */
export const refuseForSecrets =
  (secrets: readonly Omit<HeldSecret, "text">[]) =>
  (url: URL): string | undefined => {
    const stray = secrets.find(({ hosts }) => !hosts.some((pattern) => coversHost(pattern, url)));
    return stray === undefined ? undefined : refusal(stray.name, url);
  };

/** Looks through what is about to leave for secrets that may not go there, whatever way they got in. */
export function guardOf(secrets: readonly HeldSecret[]): (outgoing: Outgoing) => string | undefined {
  const watched = secrets.map((secret): HeldSecret & { redactor: Redactor } => ({
    ...secret,
    redactor: redactorOf([secret.text]),
  }));
  return ({ url, headers, body }) => {
    if (watched.length === 0) return undefined;
    const all = [url.href, ...headers.map(({ value }) => value), body?.text ?? ""].join("\n");
    const stray = watched.find(
      ({ hosts, redactor }) => redactor.holds(all) && !hosts.some((pattern) => coversHost(pattern, url)),
    );
    return stray === undefined ? undefined : refusal(stray.name, url);
  };
}
