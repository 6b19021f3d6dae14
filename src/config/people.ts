import { seconds } from "../model/units.ts";
import type { PeopleValues } from "./people-shape.ts";
import type { LimitSettings, OidcSettings, Settings, WorkloadSettings } from "./settings.ts";

/** Generous: a pipeline that asks is never the one to be slowed down, a loop gone wild is. */
export const defaultLimits: LimitSettings = { reads: 6_000, writes: 6_000, gate: 60_000 };

const githubIssuer = "https://token.actions.githubusercontent.com";
/** Branches and tags: what runs for a pull request is not what is merged. */
const defaultRefs = ["refs/heads/*", "refs/tags/*"];
const longestDay = seconds(8 * 3_600);

/** Who may ask, out of the config file: none of it can be said by a flag. */
export const peopleSettings = ({
  oidc,
  workloads,
  session,
  limits,
}: PeopleValues): Pick<Settings, "oidc" | "workloads" | "session" | "limits"> => ({
  ...(oidc !== undefined && { oidc: oidcSettings(oidc) }),
  workloads: (workloads ?? []).map(workloadSettings),
  session: {
    length: session?.length ?? longestDay,
    ...(session?.keyFile !== undefined && { keyFile: session.keyFile }),
  },
  limits: {
    reads: limits?.reads ?? defaultLimits.reads,
    writes: limits?.writes ?? defaultLimits.writes,
    gate: limits?.gate ?? defaultLimits.gate,
  },
});

const oidcSettings = (written: NonNullable<PeopleValues["oidc"]>): OidcSettings => ({
  issuer: written.issuer,
  clientId: written.clientId,
  clientSecret:
    written.clientSecret === undefined
      ? { kind: "file", path: written.clientSecretFile ?? "" }
      : { kind: "value", value: written.clientSecret },
  scopes: written.scopes ?? ["openid", "email"],
  subjectClaim: written.subjectClaim ?? "email",
  groupsClaim: written.groupsClaim ?? "groups",
  ...(written.groups !== undefined && { groups: written.groups }),
  roles: Object.fromEntries(Object.entries(written.roles ?? {}).filter(([, groups]) => groups !== undefined)),
});

const workloadSettings = ({
  forge,
  issuer = githubIssuer,
  audience,
  refs = defaultRefs,
}: NonNullable<PeopleValues["workloads"]>[number]): WorkloadSettings => ({ forge, issuer, audience, refs });
