import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { passwordVariable, ninesConfig, scrapeConfig } from "../../../demo/stack/config.ts";
import { customer, openStorefront, type Storefront } from "../../../demo/storefront/storefront.ts";
import { instant } from "../../../kit/ask.ts";
import { type NinesServer, startProbe } from "../../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { type PrometheusServer, startPrometheus } from "../../../kit/prometheus.ts";
import { until } from "../../../kit/until.ts";
import { compileSlo } from "../../../src/compile/slo-rules.ts";
import { errorRatioSeries, journeySeries } from "../../../src/model/names.ts";
import { seconds } from "../../../src/model/units.ts";
import { definitionsOf } from "../../spec/setup/load.ts";

/**
 * Story 9, its other half: payments were created, authorised and captured, and never verified. Every answer was a
 * 200, so that no counter of the service saw it. A real prober walks the path here, a real Prometheus scrapes it, and
 * the rules that nines compiles are asked of it.
 */
const definitions = `
apiVersion: nines/v1
kind: Service
metadata: { name: payments, owner: team-payments }
spec:
  slos:
    - name: verified
      objective: 99.9%
      scrapeInterval: 1s
      sli: { journey: pay }
    - name: quick
      objective: 99%
      scrapeInterval: 1s
      sli: { latency: { journey: pay, threshold: 1.5s } }
---
apiVersion: nines/v1
kind: Journey
metadata: { name: pay }
spec:
  every: 5s
  timeout: 4s
  variables: { shop: http://shop.invalid }
  secrets: { password: { env: ${passwordVariable} } }
  steps:
    - { name: login, url: '{{shop}}/login', json: { user: reader, password: '{{password}}' } }
    - name: token
      url: '{{shop}}/account'
      extract: { token: { css: 'meta[name="csrf-token"]', attribute: content } }
    - { name: basket, url: '{{shop}}/basket', headers: { x-csrf-token: '{{token}}' }, json: { book: Emma } }
    - name: create
      url: '{{shop}}/payments'
      headers: { x-csrf-token: '{{token}}' }
      json: {}
      extract: { order: { jsonPath: $.id } }
      expect:
        - { jsonPath: { path: '$.steps[0]', equals: created } }
        - { jsonPath: { path: '$.steps[1]', equals: authorised } }
        - { jsonPath: { path: '$.steps[2]', equals: captured } }
    - name: verify
      url: '{{shop}}/orders/{{order}}'
      expect: [{ jsonPath: { path: $.state, equals: verified } }]
    - { name: clean-up, always: true, method: DELETE, url: '{{shop}}/orders/{{order}}' }
`;

const slos = definitionsOf(definitions).slos;
/** The rule of an SLO's five minutes, as it is compiled. */
const ratioOf = (name: string): string => {
  const groups = compileSlo(slos.find((slo) => slo.name === name)!);
  const rules = groups.flatMap((group) => group.rules);
  return rules.find((rule) => "record" in rule && rule.record === errorRatioSeries(seconds(300)))!.expr;
};

let folder: string;
let shop: Storefront;
let prober: NinesServer;
let prometheus: PrometheusServer;

const ask = async (expr: string): Promise<number | undefined> =>
  (await instant(prometheus.url, expr, Date.now() / 1_000))[0]?.value;
const runsThat = (result: string) => `sum(${journeySeries.runs}{journey="pay", result="${result}"})`;
const faults = (changes: object) =>
  fetch(`${shop.url}/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(changes),
  });

beforeAll(async () => {
  folder = temporaryFolder("never-verified");
  shop = await openStorefront({ host: "127.0.0.1", port: 0 });
  writeFileSync(join(folder, "pay.yaml"), definitions);
  writeFileSync(join(folder, "nines.json"), ninesConfig(shop.url));
  process.env[passwordVariable] = customer.password;
  const data = join(folder, "data");
  prober = await startProbe([
    ...["--slos", folder, "--data", data, "--location", "eu-1", "--config", join(folder, "nines.json")],
  ]);
  const target = { name: "search", port: prober.port } as const;
  prometheus = await startPrometheus({
    config: scrapeConfig([target], { scrapeInterval: 1, targetLabels: {} }),
  });
});
afterAll(async () => {
  Reflect.deleteProperty(process.env, passwordVariable);
  await prometheus.stop();
  await prober.stop();
  await shop.close();
  removeFolder(folder);
});

describe("the payment that was never verified", () => {
  it("is no error while payments are verified: runs pass and the ratio is 0", async () => {
    await until(async () => ((await ask(runsThat("passed"))) ?? 0) >= 2, {
      what: "two runs passed",
      timeout: 60_000,
    });
    expect(await ask(ratioOf("verified"))).toBe(0);
    expect(await ask(ratioOf("quick"))).toBe(0);
  });

  it("is seen by the journey's SLO within two runs, and by no latency", async () => {
    await faults({ neverVerified: true });
    const ratio = await until(
      async () => {
        const now = await ask(ratioOf("verified"));
        return now !== undefined && now > 14.4 * 0.001 ? now : undefined;
      },
      { what: "the error ratio of the journey is above the fast tier's", timeout: 30_000 },
    );
    expect(ratio).toBeLessThanOrEqual(1);
    expect(await ask(ratioOf("quick"))).toBe(0);
  });

  it("names the step and the reason", async () => {
    const failed = `sum by (step, reason) (${journeySeries.stepRuns}{journey="pay", result="failed"}) > 0`;
    const samples = await instant(prometheus.url, failed, Date.now() / 1_000);
    expect(samples.map(({ labels }) => labels)).toEqual([{ step: "verify", reason: "assertion" }]);
  });

  it("leaves no order behind, since the clean-up ran all the same", async () => {
    await until(() => Promise.resolve(shop.left() === 0), {
      what: "all orders are cancelled",
      timeout: 10_000,
    });
  });

  it("keeps the customer's password out of metrics and log", async () => {
    const metrics = await (await fetch(`${prober.url}/metrics`)).text();
    for (const text of [metrics, prober.log()]) expect(text).not.toContain(customer.password);
    expect(prober.log()).toContain("a journey has failed");
  });

  it("takes up a change of the definitions without a restart", async () => {
    writeFileSync(
      join(folder, "pay.yaml"),
      definitions
        .replaceAll("journey: pay", "journey: pay-again")
        .replace("name: pay }", "name: pay-again }"),
    );
    await until(
      async () => (await (await fetch(`${prober.url}/metrics`)).text()).includes('journey="pay-again"'),
      {
        what: "the renamed journey runs",
        timeout: 20_000,
      },
    );
  });
});
