import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startGrafana } from "../../../../kit/grafana/grafana.ts";
import { startNines } from "../../../../kit/nines.ts";
import { until } from "../../../../kit/until.ts";
import { seen } from "../../../grafana/world.ts";
import { folderFor, service, specs } from "../specs.ts";

it(
  "nines serve shows a deployment in the Grafana of its config file, and how it ended once that is told",
  { timeout: 60_000 },
  async () => {
    const grafana = await startGrafana();
    onTestFinished(() => grafana.close());
    const folder = folderFor("annotating");
    writeFileSync(join(folder, "token"), `${grafana.token}\n`);
    const config = join(folder, "nines.yaml");
    writeFileSync(config, JSON.stringify({ grafana: { url: grafana.url, tokenFile: "token" } }));
    const nines = await startNines([
      ...["--config", config, "--data", join(folder, "data"), "--cycle", "1s"],
      ...["--prometheus", "http://127.0.0.1:9", "--slos", specs({ "a.yaml": service("checkout") })],
    ]);
    onTestFinished(() => nines.stop());
    const token = readFileSync(join(folder, "data", "admin-token"), "utf8").trim();
    const tell = (facts: object): Promise<Response> =>
      fetch(`${nines.url}/api/v1/deployments`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ service: "checkout", environment: "production", version: "v7", ...facts }),
      });

    await until(async () => (await tell({})).ok, { what: "the first cycle is over" });
    await seen(() => grafana.annotations.all()[0]?.text.includes("v7, under way") === true);
    await tell({ outcome: "failed" });
    await seen(() => grafana.annotations.all()[0]?.text.includes("v7, failed") === true);
    expect(grafana.annotations.all()).toHaveLength(1);

    const metrics = await (await fetch(`${nines.url}/metrics`)).text();
    expect(metrics).toMatch(/^nines_grafana_up 1$/m);
    expect(metrics).toMatch(/^nines_grafana_annotations 1$/m);
    expect(nines.log()).not.toContain(grafana.token);
  },
);
