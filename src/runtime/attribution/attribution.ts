import type { NoData } from "../../query/port.ts";
import type { AttributedGroup } from "../../report/attribution/attribute.ts";
import type { NamedSource } from "../../report/attribution/sources.ts";
import type { Span } from "../../report/attribution/split.ts";
import type { Proposals } from "./quality.ts";
import type { Slo } from "../../model/slo.ts";

/** To what the budget of one SLO went over some stretch of time. */
export interface Attribution extends Span {
  slo: Slo;
  /** The most consumed group first. */
  groups: readonly AttributedGroup[];
  /** What could not be taken into account, in words: a dependency that did not answer. */
  missing: readonly string[];
}

/** What one source cost one SLO. */
export interface SloCost {
  slo: Slo;
  groups: readonly GroupCost[];
}

export interface GroupCost {
  group: AttributedGroup["group"];
  /** Attributed to it, after what overlaps has been split. */
  share: number;
  /** Everything that burned while it lasted. */
  during: number;
  /** What burned in as long a time right before it; absent where the ledger does not reach back so far. */
  before?: number;
  bad: number;
}

export interface Cost extends Span {
  /** It still goes on: the figures are of now. */
  lasting: boolean;
  slos: readonly SloCost[];
  missing: readonly string[];
}

/** What an incident cost, and what burned during each of its actions. */
export interface IncidentCost extends Cost {
  actions: readonly { source: NamedSource; slos: readonly SloCost[] }[];
}

/** Prometheus did not answer: no figure is better than a wrong one. */
export interface Silent {
  silent: NoData;
}
export const isSilent = (answer: object): answer is Silent => "silent" in answer;

/** Asks the ledger; undefined where there is no such SLO, deployment or incident. */
export interface Attributor {
  slo: (id: string) => Promise<Attribution | Silent | undefined>;
  deployment: (id: string) => Promise<Cost | Silent | undefined>;
  incident: (id: string) => Promise<IncidentCost | Silent | undefined>;
  /** Alert settings of an SLO that what people marked supports. */
  proposals: (id: string) => Promise<Proposals | Silent | undefined>;
}
