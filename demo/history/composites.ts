import type { HistorySeries } from "../../kit/remote-write.ts";
import { isComposite } from "../../src/model/composite.ts";
import { intervals } from "../../src/model/intervals.ts";
import { label, series } from "../../src/model/names.ts";
import { weighsTime } from "../../src/model/request-stream.ts";
import type { HistoricSlo } from "./history.ts";
import type { Entry, Ledger } from "./ledger.ts";

/**
 * What the rules of an `all` by intervals would have recorded: in each, the error ratio of the worst member, and whose
 * it was. Nothing unless every member has a past.
 */
export function writeComposite(
  { id, service, name, environment, sli, groupBy, ledgerInterval }: HistoricSlo,
  ledgers: readonly { slo: HistoricSlo; ledger: Ledger }[],
): HistorySeries[] {
  if (!isComposite(sli) || sli.kind !== "all" || !weighsTime(sli) || groupBy.length > 0) return [];
  const pasts = sli.members.map(({ slo }) => ledgers.find((each) => each.slo.id === slo.id)?.ledger.entries);
  const known = pasts.filter((past) => past !== undefined);
  if (known.length < pasts.length) return [];
  const ends = endsBetween((known[0] ?? []).slice(0, -1), ledgerInterval);
  const worst = ends.map((end) => worstOf(known.map((past) => entryAt(past, end))));
  const times = Float64Array.from(ends, (end) => (end + intervals.evaluationDelay) * 1_000);
  const labels = {
    [label.id]: id,
    [label.service]: service,
    [label.name]: name,
    [label.environment]: environment,
  };
  const line = (metric: string, more: Readonly<Record<string, string>>, value: (n: number) => number) => ({
    labels: { __name__: metric, ...labels, ...more },
    times,
    values: Float64Array.from(ends, (_, n) => ledgerInterval * value(n)),
  });
  return [
    line(series.ledgerTotal, {}, () => 1),
    line(series.ledgerBad, {}, (n) => worst[n]!.ratio),
    ...sli.members.map(({ slo }, index) =>
      line(series.memberBad, { [label.member]: slo.id }, (n) =>
        worst[n]!.index === index ? worst[n]!.ratio : 0,
      ),
    ),
  ];
}

/** Ends of the composite's own intervals, from the first of its members' to the last. */
function endsBetween(entries: readonly Entry[], step: number): readonly number[] {
  const [first, last] = [entries[0]?.end ?? 0, entries.at(-1)?.end ?? -1];
  const count = Math.floor((last - first) / step) + 1;
  return Array.from({ length: count }, (_, n) => last - (count - 1 - n) * step);
}

/** What a member counted in the interval that was under way then, or ended there. */
const entryAt = (past: readonly Entry[], at: number): Entry | undefined =>
  past[Math.ceil((at - (past[0]?.end ?? at)) / intervals.ledger)];

/** Of members that are equally bad, the first. */
function worstOf(entries: readonly (Entry | undefined)[]): { index: number; ratio: number } {
  const ratios = entries.map((entry) =>
    entry === undefined || entry.total === 0 ? 0 : entry.bad / entry.total,
  );
  const ratio = Math.max(...ratios);
  return { index: ratios.indexOf(ratio), ratio };
}
