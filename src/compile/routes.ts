import { label } from "../model/names.ts";
import type { Slo } from "../model/slo.ts";

/** `info` is news of a budget; the other two ask somebody to act. */
const severities = ["page", "ticket", "info"] as const;
type AlertSeverity = (typeof severities)[number];

export interface Route {
  receiver: string;
  matchers: string[];
  group_by: string[];
}

export interface Routing {
  routes: readonly Route[];
  /** One sentence for each owner and severity that no receiver is named after. */
  warnings: readonly string[];
}

/** One route for every owner and severity that an alert can carry, sorted. */
export function routesFor(
  slos: readonly Slo[],
  receivers: readonly string[],
  defaultReceiver: string,
): Routing {
  const owners = [...new Set(slos.map(({ owner }) => owner).filter((owner) => owner !== undefined))].sort();
  const wanted = owners.flatMap((owner) =>
    severities
      .filter((severity) => slos.some((slo) => slo.owner === owner && canRaise(slo, severity)))
      .map((severity) => ({ owner, severity })),
  );
  const found = wanted.map(({ owner, severity }) => ({
    owner,
    severity,
    receiver: [`${owner}-${severity}`, owner].find((name) => receivers.includes(name)),
  }));
  return {
    routes: found.map(({ owner, severity, receiver }) => route(owner, severity, receiver ?? defaultReceiver)),
    warnings: found
      .filter(({ receiver }) => receiver === undefined)
      .map(
        ({ owner, severity }) =>
          `no receiver is named "${owner}-${severity}" or "${owner}": alerts of severity ${severity} that ${owner} ` +
          `should get go to the default receiver "${defaultReceiver}"`,
      ),
  };
}

function canRaise({ alerting }: Slo, severity: AlertSeverity): boolean {
  if (alerting.tiers.some((tier) => tier.severity === severity)) return true;
  if (severity === "page") return false;
  if (severity === "info") return alerting.consumed.enabled;
  return alerting.consumed.enabled || alerting.noData.enabled || alerting.anomaly.enabled;
}

const route = (owner: string, severity: AlertSeverity, receiver: string): Route => ({
  receiver,
  matchers: [`${label.id}=~".+"`, `${label.owner}=${quote(owner)}`, `${label.severity}="${severity}"`],
  group_by: [label.id, "alertname"],
});

const quote = (value: string): string => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
