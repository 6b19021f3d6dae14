import type { SloDetailBody } from "../../../http/schemas/slo.ts";

/** Where one reads on: the line in git, Prometheus, Grafana, the runbook, and the same as JSON. */
export function Places({ slo: { id, source, policy, rules, links } }: { slo: SloDetailBody }) {
  const line = `${source.path}:${source.line}`;
  const places = [
    ["Prometheus", links.prometheus],
    ["Grafana", links.grafana],
    ["runbook", links.runbook],
    ["as JSON", `/api/v1/slos/${encodeURIComponent(id)}`],
  ] as const;
  return (
    <p class="quiet small places">
      <span>
        written in{" "}
        {links.source === undefined ? (
          <code>{line}</code>
        ) : (
          <a href={links.source}>
            <code>{line}</code>
          </a>
        )}
      </span>
      <span>
        judged by policy {policy.name} (<code>{policy.hash}</code>)
      </span>
      <span>rules {rules.behind ? "behind git" : "as in git"}</span>
      {places.map(
        ([name, href]) =>
          href !== undefined && (
            <a key={name} href={href}>
              {name}
            </a>
          ),
      )}
    </p>
  );
}
