import { foldAnswers, type Answered } from "./answers.ts";
import { genesis } from "./chain.ts";
import type { Correction } from "./corrections/correction.ts";
import { foldCorrections } from "./corrections/fold.ts";
import type { RecordedDecision } from "./decisions/decision.ts";
import { foldClaims, type ClaimCount } from "./decisions/claims.ts";
import { foldDecisions } from "./decisions/fold.ts";
import type { Deployment } from "./deployments/deployment.ts";
import { foldDeployed, foldDeployments } from "./deployments/fold.ts";
import type { Exception } from "./exceptions/exception.ts";
import type { Experiment } from "./experiments/experiment.ts";
import { foldExperiments } from "./experiments/fold.ts";
import { foldExceptions } from "./exceptions/fold.ts";
import type { ReceivedAlert } from "./incidents/alert.ts";
import { foldMarks, foldMissed, type MissedAlert } from "./incidents/feedback.ts";
import { foldAlerts, foldIncidents } from "./incidents/fold.ts";
import type { Incident } from "./incidents/incident.ts";
import type { Head, JournalEntry } from "./journal.ts";
import type { Policy } from "../model/policy.ts";
import type { Timestamp } from "../model/units.ts";
import { foldLoosenings, foldPromisedPolicies, foldPromises } from "./loosening/fold.ts";
import { foldPromiseChanges, type PromiseChange } from "./loosening/changes.ts";
import type { Loosening, SloPromise } from "./loosening/promise.ts";
import { foldForge } from "./forge/fold.ts";
import type { ForgeRequest } from "./forge/request.ts";
import { foldNotices } from "./notices/fold.ts";
import { noNotices, type Notices } from "./notices/notice.ts";
import { foldTokens } from "./people/fold.ts";
import type { ApiToken } from "./people/token.ts";
import type { MaintenanceWindow } from "./windows/window.ts";
import { foldWindows } from "./windows/fold.ts";

/**
 * Everything that the journal says about governance, by id. The items are immutable; the maps belong to the fold,
 * which sets items anew as entries come.
 */
export interface GovernanceState {
  head: Head;
  exceptions: Map<string, Exception>;
  /** By the text of their key: the newest decision on each question. */
  decisions: Map<string, RecordedDecision>;
  /** How often each kind of change was claimed, by whom, and proven; of the last 90 days. */
  claims: Map<string, ClaimCount>;
  corrections: Map<string, Correction>;
  windows: Map<string, MaintenanceWindow>;
  loosenings: Map<string, Loosening>;
  /** The promise of every SLO as last accepted, by SLO id. */
  promises: Map<string, SloPromise>;
  /** How promises changed, easier or not, by SLO id. */
  promiseChanges: Map<string, readonly PromiseChange[]>;
  /** Policies that promises were accepted under, by hash. */
  promisedPolicies: Map<string, Policy>;
  /** In the order they were first recorded, the last 400 days of them. */
  deployments: Map<string, Deployment>;
  /** When a sha was last deployed successfully, by service, environment and sha; of the last 30 days. */
  deployed: Map<string, Timestamp>;
  /** What Alertmanager told of, and the incidents that came of it: the last 400 days. */
  alerts: Map<string, ReceivedAlert>;
  incidents: Map<string, Incident>;
  /** Trouble that no alert told of, as people entered it. */
  missed: Map<string, MissedAlert>;
  experiments: Map<string, Experiment>;
  tokens: Map<string, ApiToken>;
  /** What requests with an idempotency key were answered in the last 24 h, oldest first. */
  answers: Map<string, Answered>;
  /** What forges have asked, by id: the queue is what is not answered. */
  forgeRequests: Map<string, ForgeRequest>;
  /** What is to be announced, channel by channel. */
  notices: Notices;
}

export const emptyState = (): GovernanceState => ({
  head: genesis,
  exceptions: new Map(),
  decisions: new Map(),
  claims: new Map(),
  corrections: new Map(),
  windows: new Map(),
  loosenings: new Map(),
  promises: new Map(),
  promiseChanges: new Map(),
  promisedPolicies: new Map(),
  deployments: new Map(),
  deployed: new Map(),
  alerts: new Map(),
  incidents: new Map(),
  missed: new Map(),
  experiments: new Map(),
  tokens: new Map(),
  answers: new Map(),
  forgeRequests: new Map(),
  notices: noNotices(),
});

/** Takes one entry into the state. Entries of kinds that a part does not know leave it as it is. */
export function take(state: GovernanceState, entry: JournalEntry): void {
  foldExceptions(state.exceptions, entry);
  foldDecisions(state.decisions, entry);
  foldClaims(state.claims, entry);
  foldCorrections(state.corrections, entry);
  foldWindows(state.windows, entry);
  foldLoosenings(state.loosenings, entry);
  foldPromiseChanges(state.promiseChanges, state.promises, entry);
  foldPromises(state.promises, entry);
  foldPromisedPolicies(state.promisedPolicies, entry);
  foldDeployments(state.deployments, entry);
  foldDeployed(state.deployed, entry);
  foldAlerts(state.alerts, entry);
  foldIncidents(state.incidents, entry);
  foldMarks(state.alerts, entry);
  foldMissed(state.missed, entry);
  foldExperiments(state.experiments, entry);
  foldTokens(state.tokens, entry);
  foldAnswers(state.answers, entry);
  foldForge(state.forgeRequests, entry);
  foldNotices(state, entry);
  const { seq, at, hash } = entry;
  state.head = { seq, at, hash };
}
