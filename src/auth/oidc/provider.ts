import * as oidc from "openid-client";
import { mayBePlain } from "../plain.ts";

/** Where people log in, and as whom nines asks there. */
export interface ProviderOptions {
  issuer: string;
  clientId: string;
  /** Read at each login, so that a rotated secret needs no restart. */
  clientSecret: () => Promise<string>;
}

/** Seconds for one answer of the provider. */
const patience = 10;
/** Milliseconds for which its metadata is taken as unchanged. */
const metadataFor = 3_600_000;

/** Marked as deprecated so that it stands out: it does, and is for this machine alone. The library knows it by identity. */
// eslint-disable-next-line @typescript-eslint/no-deprecated
const allowPlain: (configuration: oidc.Configuration) => void = oidc.allowInsecureRequests;

/** The standard's default is `client_secret_basic`; who only knows the other way says so. */
function authenticationFor(metadata: oidc.ServerMetadata, secret: string): oidc.ClientAuth {
  const { token_endpoint_auth_methods_supported: known } = metadata;
  return known === undefined || known.includes("client_secret_basic")
    ? oidc.ClientSecretBasic(secret)
    : oidc.ClientSecretPost(secret);
}

/** A provider that is asked for its metadata at the first login, and again every hour. */
export function provider({ issuer, clientId, clientSecret }: ProviderOptions) {
  let known: { metadata: oidc.ServerMetadata; at: number } | undefined;

  const metadata = async (): Promise<oidc.ServerMetadata> => {
    if (known !== undefined && performance.now() - known.at < metadataFor) return known.metadata;
    const execute = mayBePlain(issuer) ? [allowPlain] : [];
    const found = await oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), {
      execute,
      timeout: patience,
    });
    known = { metadata: found.serverMetadata(), at: performance.now() };
    return known.metadata;
  };

  return async (): Promise<oidc.Configuration> => {
    const server = await metadata();
    const configuration = new oidc.Configuration(
      server,
      clientId,
      undefined,
      authenticationFor(server, await clientSecret()),
    );
    configuration.timeout = patience;
    if (mayBePlain(issuer)) allowPlain(configuration);
    // The id token's signature is verified although it came over TLS: a proxy in between proves nothing.
    oidc.enableNonRepudiationChecks(configuration);
    return configuration;
  };
}
