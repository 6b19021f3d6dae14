import { describe, expect, it } from "vitest";
import { createMetricsApp } from "../../src/http/app.ts";
import { readinessSchema } from "../../src/http/schemas/operations.ts";
import type { Snapshot } from "../../src/runtime/snapshot.ts";
import { judged, later, serviceOf, snapshotOf, source } from "../support/snapshots.ts";
import { appWith, depsWith, get } from "./support/app.ts";

const silent = source({
  reachable: false,
  failures: 3,
  breaker: "open",
  error: { kind: "no-data", cause: "unreachable", message: "connection refused" },
});

describe("readiness", () => {
  const ready = async (snapshot: Snapshot | undefined, changes = {}) => {
    const { status, body } = await get(appWith(snapshot, changes), "/readyz");
    return { status, ...readinessSchema.parse(body) };
  };
  const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code);

  it("is given by a fresh snapshot and a source that answers", async () => {
    expect(await ready(snapshotOf([]))).toMatchObject({ status: 200, ready: true, problems: [] });
  });

  it("is refused before the first cycle", async () => {
    const { status, problems } = await ready(undefined);
    expect([status, codes(problems)]).toEqual([503, ["no-snapshot"]]);
  });

  it("is refused when no source answers, and says what each said", async () => {
    const { status, problems } = await ready(snapshotOf([], { sources: [silent] }));
    expect([status, codes(problems)]).toEqual([503, ["no-source-reachable"]]);
    expect(problems[0]?.message).toContain("default: connection refused");
  });

  it("is given with a warning when one of several sources is silent", async () => {
    const { status, warnings } = await ready(snapshotOf([], { sources: [source({ name: "eu" }), silent] }));
    expect([status, codes(warnings)]).toEqual([200, ["source-unreachable"]]);
  });

  it("is refused once the snapshot is older than three cycles", async () => {
    expect((await ready(snapshotOf([]), { now: () => later("90s") })).status).toBe(200);
    const { status, problems } = await ready(snapshotOf([]), { now: () => later("91s") });
    expect([status, codes(problems)]).toEqual([503, ["snapshot-stale"]]);
  });

  it("is refused while shutting down, when requests are still answered", async () => {
    const { status, problems } = await ready(snapshotOf([]), { draining: () => true });
    expect([status, codes(problems)]).toEqual([503, ["shutting-down"]]);
  });

  it("is given with a warning when the files in git are broken or the journal cannot be written", async () => {
    const { spec } = snapshotOf([]);
    const { status, warnings } = await ready(
      snapshotOf([], {
        spec: { ...spec, broken: true },
        journal: { writable: false, waiting: 2, error: "disk full" },
      }),
    );
    expect([status, codes(warnings)]).toEqual([200, ["definitions-broken", "journal-not-writable"]]);
    expect(warnings[1]?.message).toBe("2 transitions wait: disk full");
  });
});

it("health says that the process lives, whatever the data", async () => {
  const { status, body } = await get(appWith(undefined), "/healthz");
  expect([status, body]).toEqual([200, { status: "ok", version: "0.1.0" }]);
});

describe("metrics", () => {
  const text = async (snapshot: Snapshot | undefined) => {
    const { status, text: body, headers } = await get(appWith(snapshot), "/metrics");
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    return body;
  };
  const labels =
    'slo_id="checkout.availability.production",slo_service="checkout",slo_name="availability",slo_environment="production"';

  it("have a row for each SLO whose value is known", async () => {
    const body = await text(snapshotOf([judged({ consumed: 0.912 }), judged({ slo: { service: "mail" } })]));
    expect(body).toContain(`nines_slo_budget_consumed_ratio{${labels}} 0.912\n`);
    expect(body).toContain(`nines_slo_state_rank{${labels}} 3\n`);
    expect(body).toContain(`nines_slo_data_age_seconds{${labels}} 40\n`);
    expect(body).toMatch(/nines_slo_state_rank\{slo_id="mail[^}]*\} -1\n/);
    expect(body).not.toMatch(/nines_slo_budget_consumed_ratio\{slo_id="mail/);
  });

  it("have no consumed budget for an SLO that is unknown, though its last number is known", async () => {
    const body = await text(snapshotOf([judged({ consumed: 0.3, cause: "prometheus-unreachable" })]));
    expect(body).toContain(`nines_slo_state_rank{${labels}} -1\n`);
    expect(body).not.toMatch(/^nines_slo_budget_consumed_ratio/m);
  });

  it("say for each service and environment whether a feature would pass", async () => {
    const gate = 'nines_gate_open{slo_service="checkout",slo_environment="production",change="feature"}';
    expect(await text(snapshotOf([judged({ consumed: 0.1 })]))).toContain(`${gate} 1\n`);
    expect(await text(snapshotOf([judged({ consumed: 1.1 })]))).toContain(`${gate} 0\n`);
  });

  it("say nothing of the gate while nines has stood still: an old yes is none", async () => {
    const app = appWith(snapshotOf([judged({ consumed: 0.1 })]), { now: () => later("2m") });
    const { text: body } = await get(app, "/metrics");
    expect(body).not.toMatch(/^nines_gate_open\{/m);
    expect(body).toMatch(/^nines_slo_state_rank\{/m);
  });

  it("say how the cycle and its sources do", async () => {
    const body = await text(snapshotOf([], { sources: [source({ name: "eu" }), silent] }));
    expect(body).toContain("nines_cycle_duration_seconds 1\n");
    expect(body).toContain('nines_prometheus_up{source="eu"} 1\n');
    expect(body).toContain('nines_prometheus_up{source="default"} 0\n');
    expect(body).toContain('nines_prometheus_breaker_state{source="default"} 2\n');
    expect(body).toContain('nines_slos{state="frozen"} 0\n');
  });

  it("count the queries of every cycle", async () => {
    const deps = depsWith(snapshotOf([]));
    deps.metrics.cycleFinished(snapshotOf([]));
    deps.metrics.cycleFinished(snapshotOf([]));
    const { text: body } = await get(appWith(snapshotOf([]), deps), "/metrics");
    expect(body).toContain('nines_prometheus_queries_total{source="default"} 14\n');
  });

  it("are served before the first cycle too", async () => {
    expect(await text(undefined)).toContain("process_resident_memory_bytes");
  });

  it("name every family once, with help and type before its rows", async () => {
    const many = Array.from({ length: 1_200 }, (_, n) => judged({ consumed: 0.1, slo: { name: `s${n}` } }));
    const families = (await text(snapshotOf(many))).matchAll(/^# TYPE (\S+) /gm);
    const names = [...families].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect((await text(snapshotOf(many))).match(/^nines_slo_state_rank\{/gm)).toHaveLength(1_200);
  });

  it("escape what a label may not hold as it is", async () => {
    const services = new Map([['a"b\\', serviceOf('a"b\\')]]);
    expect(await text(snapshotOf([], { services }))).toContain(String.raw`slo_service="a\"b\\"`);
  });

  it("move to their own listener when asked", async () => {
    const deps = depsWith(snapshotOf([]), { metricsApart: true });
    expect((await get(appWith(snapshotOf([]), deps), "/metrics")).status).toBe(404);
    const apart = createMetricsApp(deps);
    expect((await get(apart, "/metrics")).status).toBe(200);
    expect((await get(apart, "/readyz")).status).toBe(200);
    expect((await get(apart, "/api/v1/slos")).status).toBe(404);
  });
});
