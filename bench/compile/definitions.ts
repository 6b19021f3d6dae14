import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How many SLOs a file holds. */
export const perFile = 5;

const kinds: readonly ((job: string) => string)[] = [
  (job) => `
    - name: availability
      description: Requests are answered
      objective: 99.9%
      sli:
        ratio:
          bad: http_requests_total{job="${job}", code=~"5.."}
          total: http_requests_total{job="${job}"}
      alerting: { runbook: https://runbooks.example/${job}/availability }`,
  (job) => `
    - name: latency
      objective: 99%
      sli:
        latency: { histogram: 'http_request_duration_seconds{job="${job}"}', threshold: 300ms }`,
  (job) => `
    - name: freshness
      objective: 99.5%
      window: 7d
      sli:
        ratio:
          good: sum(rate(jobs_done_total{job="${job}"}[$window]))
          total: sum(rate(jobs_total{job="${job}"}[$window]))`,
  (job) => `
    - name: up
      objective: 99.9%
      sli:
        gauge: up{job="${job}"}`,
  (job) => `
    - name: regional
      objective: 99.9%
      groupBy: [region]
      sli:
        ratio:
          bad: rpc_total{job="${job}", grpc_code!="OK"}
          total: rpc_total{job="${job}"}`,
];

const serviceText = (name: string, slos: number): string => `apiVersion: nines/v1
kind: Service
metadata:
  name: ${name}
  owner: team-${name.slice(-1)}
  labels: { domain: shop }
spec:
  criticality: 2
  slos:${kinds
    .slice(0, slos)
    .map((kind) => kind(name))
    .join("")}
`;

/** Writes definitions of `count` SLOs, five services' worth of habits in each file. */
export function writeDefinitions(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  for (let written = 0; written < count; written += perFile) {
    const name = `service-${written / perFile}`;
    writeFileSync(join(folder, `${name}.yaml`), serviceText(name, Math.min(perFile, count - written)));
  }
}
