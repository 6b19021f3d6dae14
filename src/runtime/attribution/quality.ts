import { groupKey } from "../../model/observation.ts";
import type { Slo } from "../../model/slo.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import { pointQueries, readPoints, type LedgerPoints } from "../../query/attribution.ts";
import type { NoData } from "../../query/port.ts";
import type { ReceivedAlert } from "../../governance/incidents/alert.ts";
import {
  type LabelledAlert,
  propose,
  proposedYaml,
  type ProposedTier,
} from "../../report/quality/propose.ts";
import { sumUp } from "../../report/quality/replay.ts";
import type { Silent } from "./attribution.ts";
import type { AttributionPorts } from "./recorded.ts";
import { sourceOf } from "../sources.ts";

/** What the marked alerts of an SLO support, tier by tier. */
export interface Proposals {
  slo: Slo;
  tiers: readonly (ProposedTier & { yaml?: string })[];
}

/** A quarter of a year is read at most: older habits are not what is to be changed. */
const furthest = 90 * 86_400;

/** Replays the marked alerts of an SLO over its ledger; undefined where there is no such SLO. */
export async function proposalsFor(
  id: string,
  ports: AttributionPorts,
): Promise<Proposals | Silent | undefined> {
  const slo = ports.snapshots.current()?.byId.get(id)?.slo;
  if (slo === undefined) return undefined;
  const now = ports.now();
  const { alerts, missed } = ports.governance();
  const recent = [...alerts.values()].filter(
    (each) => each.slo === id && each.marked !== undefined && now - each.startsAt < furthest,
  );
  const longest = Math.max(...slo.alerting.tiers.map(({ long }) => long), 0);
  const ledgers = await readLedgers(slo, recent, 2 * longest, ports);
  if ("kind" in ledgers) return { silent: ledgers };
  const misses = [...missed.values()].filter((each) => each.slo === id && now - each.from < furthest);
  return {
    slo,
    tiers: slo.alerting.tiers.map((tier) => {
      const own = recent.filter((each) => each.tier === tier.name);
      const proposed = propose(slo, tier, labelled(own, ledgers, now), misses.length);
      return proposed.proposal === undefined
        ? proposed
        : { ...proposed, yaml: proposedYaml(slo, tier, proposed.proposal) };
    }),
  };
}

interface Ledgers {
  bad: LedgerPoints;
  total: LedgerPoints;
}

async function readLedgers(
  slo: Slo,
  alerts: readonly ReceivedAlert[],
  reach: number,
  { sources, now }: AttributionPorts,
): Promise<Ledgers | NoData> {
  const none = new Map();
  if (alerts.length === 0) return { bad: none, total: none };
  const source = sourceOf(slo, sources);
  if (source === undefined)
    return {
      kind: "no-data",
      cause: "unreachable",
      message: `no source named ${slo.prometheus} is configured`,
    };
  const from = timestamp(Math.min(...alerts.map(({ startsAt }) => startsAt)) - reach - slo.ledgerInterval);
  const queries = pointQueries([slo], from, now());
  const [bad, total] = (await source.ask([queries.bad, queries.total], now())).map((reply) =>
    readPoints(reply, [slo]),
  );
  const silence = [bad, total].find((each): each is NoData => each !== undefined && "kind" in each);
  if (silence !== undefined) return silence;
  return { bad: bad as LedgerPoints, total: total as LedgerPoints };
}

/** A duplicate says nothing of the tier's setting: it is left out. */
function labelled(
  alerts: readonly ReceivedAlert[],
  { bad, total }: Ledgers,
  now: Timestamp,
): readonly LabelledAlert[] {
  return alerts.flatMap(({ id, slo = "", group, startsAt, endsAt = now, marked }) => {
    if (marked === undefined || marked.mark === "duplicate") return [];
    const key = groupKey(group);
    const points = (of: LedgerPoints) => of.get(slo)?.get(key)?.points ?? [];
    const ledger = sumUp(points(bad), points(total));
    return [{ id, useful: marked.mark === "useful", from: startsAt, to: endsAt, ledger }];
  });
}
