import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Services of the small company that the governance tests and benches play. */
export const services = ["basket", "checkout", "search", "shipping"] as const;
export type ServiceName = (typeof services)[number];

const definitions = [
  // Without a Prometheus every state is unknown, which asks for what frozen asks for: no data are needed to need
  // an exception, its whole quorum and all that follows.
  `apiVersion: nines/v1
kind: Policy
metadata: { name: strict }
spec:
  gate: [{ then: needs_exception }]
  quorum: { frozen: [owner, sre] }
`,
  ...services.map(
    (name) => `apiVersion: nines/v1
kind: Service
metadata: { name: ${name}, owner: team-shop }
spec:
  policy: strict
  slos:
    - name: availability
      objective: 99.9%
      sli: { ratio: { bad: 'errors_total{job="${name}"}', total: 'requests_total{job="${name}"}' } }
      alerting: { runbook: https://runbooks.example/${name} }
`,
  ),
];

export interface Company {
  /** Arguments of `nines serve`, but for `--listen`. */
  readonly serve: readonly string[];
  /** Arguments that tell other commands where the journal is. */
  readonly journal: readonly string[];
  /** The first admin's token, once a server has started. */
  readonly adminToken: () => string;
}

/** A company in a folder; its journal stands there, or in PostgreSQL. */
export function foundCompany(folder: string, postgres?: string): Company {
  const path = (name: string): string => join(folder, name);
  mkdirSync(path("slos"), { recursive: true });
  writeFileSync(path("slos/shop.yaml"), definitions.join("---\n"));
  writeFileSync(path("key"), `${"5e".repeat(32)}\n`, { mode: 0o600 });
  const place = postgres === undefined ? ["data: data"] : [`data: ${postgres}`, "journalKey: key"];
  const settings = [
    ...place,
    "slos: slos",
    "adminTokenFile: admin-token",
    "prometheus: [{ name: default, url: 'http://127.0.0.1:9' }]",
    "cycle: 5s",
    "limits: { reads: 1000000, writes: 1000000, gate: 1000000 }",
    "logFormat: json",
  ];
  writeFileSync(path("nines.yaml"), `${settings.join("\n")}\n`, { mode: 0o600 });
  const config = ["--config", path("nines.yaml")];
  return {
    serve: config,
    journal: config,
    adminToken: () => readFileSync(path("admin-token"), "utf8").trim(),
  };
}
