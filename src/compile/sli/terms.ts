import { sampledRange } from "../../model/intervals.ts";
import type { Query } from "../../model/promql.ts";
import type { Slo } from "../../model/slo.ts";
import type { Seconds } from "../../model/units.ts";
import { growth, type LedgerTime } from "./growth.ts";
import { aggregate, range } from "../promql.ts";
import { renderLedger, renderRaw } from "./render.ts";

/** What a query counts, per second, over a raw window. */
export function perSecond({ groupBy }: Slo, query: Query, window: Seconds): string {
  if (query.kind === "selector") return aggregate("sum", groupBy, `rate(${range(query.selector, window)})`);
  const sum = aggregate("sum", groupBy, renderRaw(query.expression, window));
  return query.expression.per === "window" ? `${sum} / ${window}` : sum;
}

/** What a query counts in one ledger interval. */
export function perInterval({ groupBy, scrapeInterval }: Slo, query: Query, time: LedgerTime): string {
  if (query.kind === "selector") return aggregate("sum", groupBy, growth(query.selector, time));
  const { expression } = query;
  const sum = aggregate("sum", groupBy, renderLedger(expression, time, scrapeInterval));
  if (expression.per === "second") return `${time.interval} * ${sum}`;
  return expression.sampled
    ? `${time.interval} / ${sampledRange(time.interval, scrapeInterval)} * ${sum}`
    : sum;
}
