import type { Logger } from "pino";
import type { Question } from "../gate/question.ts";
import type { IncidentRules } from "../governance/incidents/rules.ts";
import type { Outbox } from "../governance/notices/notice.ts";
import type { Authenticate } from "../governance/people/authentication.ts";
import type { GovernanceState } from "../governance/state.ts";
import type { Verdict } from "../gate/verdict.ts";
import type { GateView } from "../gate/view.ts";
import type { Receipt } from "../journey/reports/report.ts";
import type { Shelf } from "../journey/reports/shelf.ts";
import type { RunResult } from "../journey/result.ts";
import type { Journey } from "../model/journey.ts";
import type { Timestamp } from "../model/units.ts";
import type { Attempt, ChannelStatus } from "../runtime/announcer.ts";
import type { Attributor } from "../runtime/attribution/attribution.ts";
import type { ReadCounted } from "../runtime/journeys/counted.ts";
import type { ReadCourses } from "../runtime/courses.ts";
import type { ReadBurnLines } from "../runtime/ledgers/burn-lines.ts";
import type { Explain } from "../runtime/explanation.ts";
import type { Forecasts } from "../runtime/forecasts.ts";
import type { ReadHistory } from "../runtime/history.ts";
import type { Auditor } from "../runtime/governance/auditor.ts";
import type { ReadOutlooks } from "../runtime/outlooks.ts";
import type { Desk } from "../runtime/governance/desk.ts";
import type { Leadership } from "../runtime/leadership.ts";
import type { SilencerStatus } from "../runtime/silencer.ts";
import type { SnapshotReader } from "../runtime/snapshot.ts";
import type { Pace } from "./events/hub.ts";
import type { Limits } from "./limits.ts";
import type { OwnMetrics } from "./metrics/metrics.ts";
import type { Page } from "./page/assets.ts";
import type { Seen } from "./seen.ts";

/** The gate, as HTTP sees it: pure, and cheap enough to be asked on every request. */
export type Decide = (
  question: Question,
  view: GateView,
  governance: GovernanceState,
  now: Timestamp,
) => Verdict;

/** Where a browser goes next, and what it is to remember; or why nobody is logged in. */
export type LoginStep =
  { ok: true; location: string; cookies: readonly string[] } | { ok: false; reason: string };

/** Login of people with a browser. */
export interface Login {
  /** `to`: the path to come back to. */
  begin: (to: string | undefined) => Promise<LoginStep>;
  /** `query` as the identity provider sent the browser back, with its question mark. */
  finish: (query: string, cookies: string | undefined) => Promise<LoginStep>;
  /** What makes the browser forget. */
  end: () => readonly string[];
}

/** How nines finds out who asks. */
export interface People {
  authenticate: Authenticate;
  /** On loopback, or with `--insecure-no-auth`: reading needs nobody. Writing always does. */
  readsAreOpen: boolean;
  /** 32 random bytes, base64url. */
  newSecret: () => string;
  login?: Login;
  /** Absent where nobody is slowed down. */
  limits?: Limits;
}

/** Journeys, and what is known of their runs. */
export interface JourneysReader {
  /** Where this process runs them; a replica that does not lead runs none. */
  location: string;
  defined: () => readonly Journey[];
  /** Newest first; undefined when it does not run in this process. */
  history: (journey: string) => readonly RunResult[] | undefined;
  metrics: () => Promise<readonly Buffer[]>;
  /** What probers elsewhere report. */
  reports: Shelf;
  /** Told of each report that was taken. */
  received: (receipt: Receipt) => void;
  counted: ReadCounted;
}

/** Where announcements go, and how they fare. */
export interface NoticesReader {
  channels: () => readonly ChannelReading[];
  /** Sends a word to a channel, past the outbox; undefined when there is no such channel. */
  test: (channel: string, by: string) => Promise<Attempt | undefined>;
}

export interface ChannelReading {
  name: string;
  kind: "slack" | "webhook" | "mail";
  /** What the journal says; absent until the leader has put the channel on record. */
  outbox?: Outbox;
  /** How it does as this replica knows it: the leader sends. */
  status?: ChannelStatus;
}

/** Forges whose webhooks are taken, and what they are signed with. */
export interface ForgesReader {
  github?: { api: string; secret: () => Promise<string> };
  gitlab?: { secret: () => Promise<string> };
}

/** Where people read on elsewhere, as their browsers reach it. */
export interface Places {
  /** With `{path}` and `{line}` in it. */
  source?: string;
  grafana?: string;
  /** Prometheus servers by the name of their source. */
  prometheus: ReadonlyMap<string, string>;
}

/** Everything the HTTP edge needs; `cli/serve.ts` wires it. */
export interface AppDeps {
  snapshots: SnapshotReader;
  decide: Decide;
  /** What the journal says of exceptions, windows and promises, as of its last refresh. */
  governance: () => GovernanceState;
  /** Where people act. */
  desk: Desk;
  /** Absent where there are no people (`--data none`): reads are open and nobody can write. */
  people?: People;
  /** Who has asked since the start; the app keeps its own when left out. */
  seen?: Seen;
  /** Checks the whole journal; absent where it is kept in memory. */
  auditor?: Auditor;
  explain: Explain;
  /** Forecasts by the weekly pattern; absent where nobody makes any. */
  forecasts?: Pick<Forecasts, "of">;
  history: ReadHistory;
  outlooks: ReadOutlooks;
  /** To what budgets went. */
  attribute: Attributor;
  /** Where the page links to; nothing but what the definitions say when left out. */
  places?: Places;
  courses: ReadCourses;
  burnLines: ReadBurnLines;
  journeys?: JourneysReader;
  /** Absent where no forge asks by webhook. */
  forges?: ForgesReader;
  /** Absent where nothing is announced. */
  notices?: NoticesReader;
  /** The built web page; absent where it has not been built. */
  page?: Page;
  /** Pictures for other places; badges are for nobody and links are not signed when left out. */
  pictures?: { publicBadges: boolean; key?: Uint8Array };
  /** Who one may be in a demo; absent where this is none. */
  demoPeople?: () => Promise<unknown>;
  /** Which alerts are incidents; pages of burning budgets when left out. */
  incidentRules?: IncidentRules;
  /** How streams of events are paced; as usual when left out. */
  streams?: Pace;
  metrics: OwnMetrics;
  logger: Logger;
  /**
   * Host names that a request may ask for, without port. `localhost` and addresses are always allowed: a page
   * that rebinds its name to this machine arrives under that name, never under an address.
   */
  allowedHosts: readonly string[];
  /** Scheme, host and port that browsers see, where a proxy stands in between. */
  publicOrigin?: string;
  now: () => Timestamp;
  version: string;
  /** True when `/metrics` has a listener of its own (`--metrics-listen`): then it is not served here. */
  metricsApart?: boolean;
  /** Who leads among the replicas; absent where there is but one. */
  leadership?: Pick<Leadership, "epoch" | "latest">;
  /** How the Alertmanagers did that silences are kept in. */
  alertmanagers?: () => readonly SilencerStatus[];
  /** True once shutting down: not ready any more, while open requests are still answered. */
  draining?: () => boolean;
}
