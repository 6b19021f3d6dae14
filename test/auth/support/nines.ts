import { pino } from "pino";
import { authenticator } from "../../../src/auth/authenticate.ts";
import { login, type LoginOptions } from "../../../src/auth/oidc/login.ts";
import { sessions } from "../../../src/auth/session.ts";
import { newSecret } from "../../../src/auth/tokens.ts";
import { seconds, timestamp, type Timestamp } from "../../../src/model/units.ts";
import { depsWith } from "../../http/support/app.ts";
import { createApp } from "../../../src/http/app.ts";
import { snapshotOf } from "../../support/snapshots.ts";
import { type Held } from "../../support/people.ts";
import { client } from "./provider.ts";
import { type Served, serving } from "./server.ts";

export interface NinesChoices {
  issuer: () => string;
  mapping?: Partial<LoginOptions>;
  tokens?: readonly Held[];
  clock?: { now: Timestamp };
  secret?: string;
}

/** What nines said anywhere: its log, and nothing that a person may see is left out. */
export interface Nines extends Served {
  log: string[];
}

/** A real nines of the HTTP edge, with login, whose reading is not open. */
export async function startNines(choices: NinesChoices): Promise<Nines> {
  const { issuer, mapping = {}, tokens = [], secret = "a-secret-that-replicas-share" } = choices;
  const clock = choices.clock ?? { now: timestamp(Date.now() / 1_000) };
  const log: string[] = [];
  const logger = pino({ level: "debug" }, { write: (line: string) => void log.push(line) });
  const known = new Map(tokens.map(({ token }) => [token.id, token]));
  const served = await serving((publicUrl) => {
    const key = new TextEncoder().encode(secret);
    const open = sessions(key, false, seconds(3_600));
    const browser = lazily(() =>
      login({
        issuer: issuer(),
        clientId: client.id,
        clientSecret: async () => client.secret,
        scopes: ["openid", "email", "groups"],
        subjectClaim: "email",
        groupsClaim: "groups",
        roles: { requester: ["dev", "sre"], approver: ["sre"], admin: ["platform"] },
        publicUrl,
        secret: key,
        sessions: open,
        now: () => clock.now,
        warn: (message, facts) => logger.warn(facts, message),
        ...mapping,
      }),
    );
    const authenticate = authenticator({
      tokens: () => known,
      now: () => clock.now,
      session: (cookies) => open.read(cookies, clock.now),
    });
    return createApp(
      depsWith(snapshotOf([]), {
        logger,
        now: () => clock.now,
        people: {
          authenticate,
          readsAreOpen: false,
          newSecret,
          login: {
            begin: (to) => browser().begin(to),
            finish: (query, cookies) => browser().finish(query, cookies),
            end: () => browser().end(),
          },
        },
      }),
    );
  });
  return { ...served, log };
}

/** The provider has to know nines' address, and nines the provider's. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
