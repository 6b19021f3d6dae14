import type { FiringAlert, GroupLabels, GroupObservation, Observation } from "../../src/model/observation.ts";
import { duration } from "./slos.ts";
import { earlier, noon } from "./snapshots.ts";

/** What a source said of a group: `bad` of a million events over the whole window, a minute ago, unless told. */
export interface Said {
  group?: GroupLabels;
  bad?: number;
  total?: number;
  coverage?: number;
  /** Age of the ledger's newest sample; `none` when there is none within the look-back. */
  age?: string;
  /** Error ratio by window. */
  ratios?: Readonly<Record<string, number>>;
}

export const groupSaid = ({
  group = {},
  bad = 0,
  total = 1_000_000,
  coverage = 1,
  age = "1m",
  ratios = {},
}: Said): GroupObservation => ({
  group,
  bad,
  total,
  coverage,
  ...(age !== "none" && { dataAt: earlier(age) }),
  ratios: Object.entries(ratios).map(([window, errorRatio]) => ({ window: duration(window), errorRatio })),
});

export const pageFor = (group: GroupLabels = {}): FiringAlert => ({
  alertname: "ErrorBudgetBurn",
  tier: "fast",
  severity: "page",
  group,
});

/** checkout's availability as Prometheus would speak of it at noon, under the rules that git stands for. */
export const observation = (
  said: Said & Partial<Omit<Observation, "groups">> & { groups?: readonly Said[]; unloaded?: boolean } = {},
): Observation => ({
  slo: "checkout.availability.production",
  at: said.at ?? noon,
  ...(said.unloaded !== true && { rules: said.rules ?? { hash: "3f9c2a10", window: "30d" } }),
  groups: (said.groups ?? [said]).map(groupSaid),
  firing: said.firing ?? [],
});
