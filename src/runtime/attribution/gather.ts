import { servicesNamed } from "../../model/dependencies.ts";
import { groupKey } from "../../model/observation.ts";
import type { Slo } from "../../model/slo.ts";
import type { Timestamp } from "../../model/units.ts";
import { pointQueries, readPoints, readTotals, totalQuery } from "../../query/attribution.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import type { NoData } from "../../query/port.ts";
import { burningSpans, type GroupLedger } from "../../report/attribution/ledger.ts";
import { dependencySource, type NamedSource } from "../../report/attribution/sources.ts";
import type { Span } from "../../report/attribution/split.ts";
import { promisedEvents, windowStart } from "../../report/attribution/window.ts";
import type { Source } from "../ports.ts";
import type { Snapshot } from "../snapshot.ts";
import { sourceOf } from "../sources.ts";

/** Ledgers of dependencies read for one answer: sixteen of a month are half a million samples. */
const mostDependencySlos = 16;

const notConfigured = ({ prometheus }: Slo): NoData => ({
  kind: "no-data",
  cause: "unreachable",
  message: `no source named ${prometheus} is configured`,
});

const none: ReadonlyMap<string, number> = new Map();

/** Of which budget shares are: that of the present window, or of one that ended. */
export interface Window {
  end: Timestamp;
  present: boolean;
}

/** A stretch of an SLO's ledger, group by group, and the events of its window. */
export async function ledgersOf(
  judged: JudgedSlo,
  sources: readonly Source[],
  { from, to }: Span,
  { end, present }: Window = { end: to, present: true },
): Promise<readonly GroupLedger[] | NoData> {
  const { slo } = judged;
  const source = sourceOf(slo, sources);
  if (source === undefined) return notConfigured(slo);
  const [bad] = await source.ask([pointQueries([slo], from, to).bad], to);
  const points = readPoints(bad, [slo]);
  if ("kind" in points) return points;
  const [total] = await source.ask([totalQuery(slo, windowStart(slo, end), end)], end);
  const totals = readTotals(total, slo);
  if ("kind" in totals) return totals;
  // What the period is expected to hold is known of the present one alone.
  const promised = present ? promisedEvents(judged) : none;
  return [...(points.get(slo.id)?.values() ?? [])].map(({ group, points: own }) => ({
    group,
    bad: own,
    total: promised.get(groupKey(group)) ?? totals.get(groupKey(group)) ?? 0,
  }));
}

/** When each dependency of the SLO's service burned in that stretch, and which of them could not be looked at. */
export async function dependencySources(
  slo: Slo,
  snapshot: Snapshot,
  sources: readonly Source[],
  span: Span,
): Promise<{ found: readonly NamedSource[]; missing: readonly string[] }> {
  const names = [...new Set(servicesNamed(snapshot.services.get(slo.service)?.dependsOn ?? []))];
  const found: NamedSource[] = [];
  const missing: string[] = [];
  let left = mostDependencySlos;
  for (const name of names) {
    const slos = snapshot.slosOf(name, slo.environment).map((judged) => judged.slo);
    const looked = slos.slice(0, Math.max(left, 0));
    left -= looked.length;
    if (looked.length < slos.length)
      missing.push(`${slos.length - looked.length} SLOs of ${name}: more than one answer reads`);
    const spans = await burning(looked, sources, span);
    if ("kind" in spans) missing.push(`${name}: ${spans.message}`);
    else found.push(dependencySource(name, spans));
  }
  return { found, missing };
}

async function burning(
  slos: readonly Slo[],
  sources: readonly Source[],
  { from, to }: Span,
): Promise<readonly Span[] | NoData> {
  const spans: Span[] = [];
  for (const slo of slos) {
    const source = sourceOf(slo, sources);
    if (source === undefined) return notConfigured(slo);
    const queries = pointQueries([slo], from, to);
    const [bad, total] = (await source.ask([queries.bad, queries.total], to)).map((reply) =>
      readPoints(reply, [slo]),
    );
    if (bad === undefined || "kind" in bad) return bad ?? notConfigured(slo);
    if (total === undefined || "kind" in total) return total ?? notConfigured(slo);
    for (const [key, { points }] of bad.get(slo.id) ?? [])
      spans.push(...burningSpans(slo, points, total.get(slo.id)?.get(key)?.points ?? []));
  }
  return spans;
}
