import type { GroupLabels } from "../model/observation.ts";
import type { Cause, ChangeKind, Decision, State } from "../model/policy.ts";
import type { Seconds, Timestamp } from "../model/units.ts";

/** What one reason rests on. */
export type ReasonKind =
  /** An SLO of the service itself. */
  | "slo"
  /** An ailing SLO of a service it depends on. */
  | "dependency"
  /** The service, the environment or an SLO is not known: `cause` says which. */
  | "registration"
  /** A promise made easier in bad times: its former standing is judged until that is approved. */
  | "loosening"
  /** A window that is closed to changes. */
  | "window"
  /** The kind that the change claims to be of was not proven: it is judged as a feature. */
  | "claim"
  /** What the policy asks of experiments: hours, a floor, approval, nothing else going on. */
  | "experiment"
  /** An exception that lets the change pass, or would if it were usable: the sentence says why it is not. */
  | "exception";

/** Why, for one SLO; a grouped SLO gives one reason, of the group that decides. */
export interface Reason {
  kind: ReasonKind;
  /** SLO id; absent where it is about none. */
  slo?: string;
  /** The deciding group of a grouped SLO. */
  group?: GroupLabels;
  /** Services from the asked one to the one that ails: `["checkout", "payments"]`; for `dependency` only. */
  path?: readonly string[];
  state: State;
  cause?: Cause;
  /** Judged on less than 90 % of the window. */
  partial?: boolean;
  /** Raw share of the budget used up, and consumed × coverage as judged; absent when unknown. */
  consumed?: number;
  spent?: number;
  /** `spent` is of the budget less approved corrections; absent where the policy judges the raw one. */
  judged?: "adjusted";
  /** Burn rate over the last hour (or the shortest window recorded). */
  burn?: number;
  fastBurn?: boolean;
  /** Age of the data behind it at `evaluatedAt`. */
  dataAge?: Seconds;
  policy?: string;
  policyHash?: string;
  /** Which line of the policy's `gate`, counted from 1; absent when none matched or none was asked. */
  rule?: number;
  /** That line in words: `restricted + feature → needs_exception`. */
  ruleText?: string;
  /** The exception, window or loosened promise that this reason speaks of, or that lets it pass all the same. */
  exception?: string;
  window?: string;
  loosening?: string;
  /** What it comes to, exceptions and windows included. */
  decision: Decision;
  /** What it would come to if its policy were enforced; only where that holds the change back. */
  dryRun?: Decision;
  /** For a person: `91.2 % of the 30d budget is spent; rule 7: restricted + feature → needs_exception`. */
  sentence: string;
}

/** An exception that lets the change pass. One use is one (exception, service, environment, sha). */
export interface AppliedException {
  exception: string;
  service: string;
  environment: string;
  sha: string;
  /** Already recorded for this very change: asking again costs nothing. */
  recorded: boolean;
  /** Left for other changes, this one counted. */
  usesLeft: number;
  expiry: Timestamp;
  breakGlass: boolean;
  approvals: readonly { by: string; group: string }[];
}

export interface Verdict {
  decision: Decision;
  /** True for `allow` and `warn`. */
  allowed: boolean;
  /** The worst state among what was judged; `unknown` when nothing could be. */
  state: State;
  cause?: Cause;
  /** Those judged: one when asked by name; all that the repository delivers there when asked by repository. */
  services: readonly string[];
  /** Canonical name, aliases resolved; as asked when unknown. */
  environment: string;
  /** As it was asked about. */
  change: ChangeKind;
  /** Whether a kind that must be claimed was proven, and as which kind it was judged; absent where nothing asks. */
  claim?: { proven: boolean; judgedAs: ChangeKind; sentence: string };
  /** It was only watched: whose wish that was, and what the decision would have been. */
  dryRun?: { by: "policy" | "question"; decision: Decision };
  group: GroupLabels;
  sha?: string;
  /** Worst first; never empty. */
  reasons: readonly Reason[];
  /** Exceptions without which it would not be allowed; recording the decision spends their uses. Absent when none. */
  exceptions?: readonly AppliedException[];
  /** Change kinds that would be allowed now. */
  allowedNow: readonly ChangeKind[];
  evaluatedAt: Timestamp;
  /** Ask again from here on: two cycles, or the next moment known to change it. */
  validUntil: Timestamp;
}
