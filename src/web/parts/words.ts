import type { SloBody } from "../../http/schemas/slo.ts";
import { formatSpan } from "../../model/wording.ts";

/** How long the budget lasts, for a narrow column. */
export function leftText(exhaustion: SloBody["exhaustion"]): string {
  switch (exhaustion.kind) {
    case "exhausted":
      return "gone";
    case "never":
      return "never";
    case "in":
      return formatSpan(exhaustion.seconds);
    case "unknown":
      return "–";
  }
}

const causes: Readonly<Record<NonNullable<SloBody["cause"]>, string>> = {
  stale: "data too old",
  "no-data": "no data",
  "rules-behind": "rules behind git",
  "unknown-service": "unknown service",
  "unknown-environment": "unknown environment",
  "no-slo": "no SLO",
  "prometheus-unreachable": "Prometheus unreachable",
};
export const causeText = (cause: SloBody["cause"]): string => (cause === undefined ? "" : causes[cause]);

export const groupText = (group: Readonly<Record<string, string>> | undefined): string =>
  Object.entries(group ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
