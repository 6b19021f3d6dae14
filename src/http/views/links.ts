import { label, series } from "../../model/names.ts";
import { formatSelector } from "../../model/promql.ts";
import type { Slo } from "../../model/slo.ts";
import type { Places } from "../deps.ts";
import type { SloDetailBody } from "../schemas/slo.ts";
import { present } from "./common.ts";

/** Where one reads on about an SLO. */
export const linksOf = (slo: Slo, places: Places | undefined): SloDetailBody["links"] =>
  present({
    source: places?.source === undefined ? undefined : lineHref(places.source, slo.source),
    prometheus: prometheusHref(slo, places?.prometheus),
    grafana: places?.grafana === undefined ? undefined : boardHref(places.grafana, slo),
    runbook: webHref(slo.alerting.runbook),
  });

/** What stands in a path of a URL; its folders stay folders. */
const inPath = (text: string): string => text.split("/").map(encodeURIComponent).join("/");

const lineHref = (template: string, { path, line }: Slo["source"]): string =>
  template.replaceAll("{path}", inPath(path)).replaceAll("{line}", String(line));

/** An address that people wrote becomes a link only where it leads to a web page. */
export const webHref = (text: string | undefined): string | undefined =>
  text !== undefined && /^https?:\/\//i.test(text) ? text : undefined;

function prometheusHref(
  { id, prometheus }: Slo,
  known: Places["prometheus"] = new Map(),
): string | undefined {
  const [only] = known.values();
  const base = known.get(prometheus) ?? (known.size === 1 ? only : undefined);
  if (base === undefined) return undefined;
  const metric = series.periodBudgetRemaining;
  const expr = formatSelector({ metric, matchers: [{ label: label.id, op: "=", value: id }] });
  return `${base}/graph?${new URLSearchParams({ "g0.expr": expr, "g0.tab": "0", "g0.range_input": "1w" }).toString()}`;
}

/** The board's uid, and what it has to be told to show this SLO. */
function boardHref(grafana: string, { service, name, environment }: Slo): string {
  const chosen = { "var-environment": environment, "var-service": service, "var-slo": name };
  return `${grafana}/d/nines-slo?${new URLSearchParams(chosen).toString()}`;
}
