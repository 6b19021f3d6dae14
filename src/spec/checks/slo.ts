import { formatDuration } from "../../model/durations.ts";
import { plain, seconds } from "../../model/units.ts";
import type { Slo } from "../../model/slo.ts";
import { longestLength } from "../../model/window.ts";
import type { WrittenSlo } from "../kinds/service.ts";
import type { WrittenQuery } from "../promql/query.ts";
import type { Report } from "../report.ts";
import type { Context } from "../resolve/context.ts";
import { checkArithmetic } from "./arithmetic.ts";

/** Everything worth a warning about one SLO in one environment. */
export function checkSlo(slo: Slo, written: WrittenSlo, { options, report }: Context): void {
  for (const query of written.sli.queries) checkQuery(query, slo, report);
  checkPart(written, report);
  checkRunbook(slo, written, report);
  checkTiers(slo, written, report);
  checkArithmetic(slo, written, report);
  const needed = longestLength(slo.window);
  if (options.retention === undefined || needed <= options.retention) return;
  const forgotten =
    slo.window.kind === "rolling"
      ? "the budget would forget the rest"
      : `a nines that is started late in the ${slo.window.unit} would not find its first days`;
  const message = `${formatDuration(needed)} of data are needed and Prometheus keeps ${formatDuration(options.retention)}: ${forgotten}`;
  const place = written.keys.window ?? written.name.place;
  report(
    "window-exceeds-retention",
    place,
    message,
    "raise --storage.tsdb.retention.time, or shorten the window",
  );
}

function checkQuery(query: WrittenQuery, slo: Slo, report: Report): void {
  if (query.sampledAt !== undefined) {
    const range = seconds(2 * slo.ledgerInterval + slo.scrapeInterval);
    const message = `only rate(x[$window]) and increase(x[$window]) are counted exactly; this is sampled over ${formatDuration(range)}`;
    report(
      "ledger-sampled",
      query.sampledAt,
      message,
      "write rate(counter[$window]) where there is a counter",
    );
  }
  if (query.mixedAt !== undefined) {
    const message =
      "this counts events of the window, and another part of the expression counts them per second";
    report("units-mixed", query.mixedAt, message, "write the whole of it with rate(x[$window])");
  }
  const metric = query.query.kind === "selector" ? query.query.selector.metric : undefined;
  if (metric !== undefined && !/_(?:total|count|sum|bucket)$/.test(metric)) {
    const message = `${metric} does not end like a counter (_total, _count), and only counters can be differenced`;
    report(
      "counter-name",
      query.place,
      message,
      "check that it only ever grows, or use `gauge` or an expression",
    );
  }
  const lost = slo.groupBy.find((label) => !query.keeps(label));
  if (lost === undefined) return;
  const message = `the outermost aggregation drops "${lost}", by which the SLO is grouped`;
  report("group-label-lost", query.place, message, `aggregate by (${slo.groupBy.join(", ")})`);
}

function checkPart({ sli }: WrittenSlo, report: Report): void {
  const [part, total] = sli.queries;
  if (part === undefined || total === undefined) return;
  if (JSON.stringify(part.query) !== JSON.stringify(total.query)) return;
  const message = "this reads the same series as total: every event would be alike";
  report("part-equals-total", part.place, message, 'narrow it, for example with code=~"5.."');
}

function checkRunbook({ alerting }: Slo, { name }: WrittenSlo, report: Report): void {
  if (alerting.runbook !== undefined || alerting.tiers.length === 0) return;
  const message = `whoever is paged for ${name.value} is told nothing about what to do`;
  report("missing-runbook", name.place, message, "add alerting.runbook with a link");
}

/** An error ratio cannot exceed 1, whatever happens. */
function checkTiers({ alerting, objective }: Slo, { keys, name }: WrittenSlo, report: Report): void {
  for (const tier of alerting.tiers) {
    const threshold = tier.factor * objective.budget;
    if (threshold < 1) continue;
    const message = `the tier ${tier.name} rings above ${plain(tier.factor)} × ${plain(objective.budget)} = ${plain(threshold)}, and no error ratio exceeds 1`;
    const place = keys.objective ?? name.place;
    report("tier-unreachable", place, message, `raise the objective, disable the tier, or lower its budget`);
    return;
  }
}
