import Provider from "oidc-provider";
import { type Served, serving } from "./server.ts";

/** What the provider knows of somebody: the claims it sends about them. */
export type Account = Readonly<Record<string, unknown>>;

export const client = { id: "nines", secret: "a-client-secret-that-nobody-may-see" };

export interface ProviderChoices {
  accounts: Readonly<Record<string, Account>>;
  /** Where nines listens. */
  redirectTo: string;
  /** Groups and address stand in the id token; otherwise only the userinfo endpoint tells them. */
  inIdToken?: boolean;
  authMethod?: "client_secret_basic" | "client_secret_post";
}

/** A real OpenID provider with its own login and consent pages. */
export const startProvider = ({
  accounts,
  redirectTo,
  inIdToken = true,
  authMethod = "client_secret_basic",
}: ProviderChoices): Promise<Served> =>
  serving((issuer) =>
    new Provider(issuer, {
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          redirect_uris: [`${redirectTo}/login/callback`],
          token_endpoint_auth_method: authMethod,
        },
      ],
      clientAuthMethods: [authMethod],
      claims: { openid: ["sub"], email: ["email", "email_verified"], groups: ["groups"] },
      scopes: ["openid", "email", "groups"],
      pkce: { required: () => true },
      conformIdTokenClaims: !inIdToken,
      features: { devInteractions: { enabled: true } },
      cookies: { keys: ["a-key-of-the-tests"] },
      findAccount: (_context: unknown, id: string) => {
        const account = accounts[id];
        return account && { accountId: id, claims: () => ({ sub: id, ...account }) };
      },
    }).callback(),
  );
