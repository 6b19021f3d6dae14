import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startAlertmanager, type AlertmanagerServer } from "../../kit/alertmanager.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { runNines, startNines, type NinesServer } from "../../kit/nines.ts";
import { startPrometheus, type PrometheusServer } from "../../kit/prometheus.ts";
import { until } from "../../kit/until.ts";
import { formatDuration } from "../../src/model/durations.ts";
import { seconds } from "../../src/model/units.ts";
import { formatEvents } from "../../src/model/wording.ts";
import { ongoing } from "../history/story.ts";
import { busyness } from "../history/traffic.ts";
import type { DemoOptions } from "../options.ts";
import type { Scene } from "../scene.ts";
import { openDoors, openShop, type Shop } from "../shop/shop.ts";
import type { Cleanup } from "./cleanup.ts";
import { openStorefront, type Storefront } from "../storefront/storefront.ts";
import { alertmanagerBase, idleConfig, ninesConfig, scrapeConfig } from "./config.ts";
import { openOffice } from "./office.ts";
import { startPager, type Pager } from "./pager.ts";
import { withPassword } from "./password.ts";
import { givePast } from "./past.ts";
import { hireCast } from "./people.ts";
import { plantStory } from "./plant.ts";
import { choosePorts, type Ports } from "./ports.ts";
import { ruleFiles } from "./prime.ts";
import { checkOut, isHeld } from "./promises.ts";
import type { Step } from "./steps.ts";
import { supervise, type Supervisor } from "./supervisor.ts";

/** Everything that runs. */
export interface Stack {
  server: NinesServer;
  prometheus: PrometheusServer;
  alertmanager: AlertmanagerServer;
  pager: Pager;
  shop: Shop;
  bookshop: Storefront;
  supervisor: Supervisor;
}

export interface Plan {
  options: DemoOptions;
  scene: Scene;
  step: Step;
  /** Collects every process that was started. */
  pids: Set<number>;
  /** Told what happens later on. */
  announce: (event: string) => void;
  /** Gets what was started, also when a later step fails. */
  cleanup: Cleanup;
}

/** Starts everything, in order: rules, servers, the past, then the present. */
export async function startStack(plan: Plan): Promise<Stack> {
  const { options, scene, step, cleanup, announce } = plan;
  const folder = temporaryFolder("demo");
  cleanup.add(() => removeFolder(folder));
  const ports = await choosePorts(options.port);
  const pager = await startPager();
  cleanup.add(() => pager.close());
  const rules = await step("rules", async () => {
    const files = await compileRules(plan, ports, folder, pager.url);
    return {
      value: files,
      said: `${scene.slos.length} SLOs compiled to ${ruleFiles(files).length} rule files`,
    };
  });
  const { prometheus, alertmanager } = await startServers(plan, ports, folder);
  const shop = await startShop(plan, ports);
  await step("history", async () => {
    const { samples, young } = await givePast(prometheus.url, scene, rules);
    const without = young.length === 0 ? "" : `; starting young: ${young.join(", ")}`;
    return { value: undefined, said: `30 days, ${formatEvents(samples)} samples${without}` };
  });
  await startPresent(plan, { prometheus, alertmanager, shop, rules, ports });
  const bookshop = await startBookshop(plan, ports);
  const server = await serveNines(plan, ports, { prometheus: prometheus.url, folder, bookshop });
  const supervisor = supervise(prometheus, { restartAfter: options.restartAfter, announce });
  cleanup.add(() => supervisor.stop());
  return { server, prometheus, alertmanager, pager, shop, bookshop, supervisor };
}

const alertmanagerToken = (folder: string): string => join(folder, "alertmanager-token");

/** @returns the folder of rule files */
async function compileRules(
  { options: { slos: from }, scene: { slos } }: Plan,
  ports: Ports,
  folder: string,
  pagerUrl: string,
): Promise<string> {
  const owners = [...new Set(slos.map(({ owner }) => owner).filter((owner) => owner !== undefined))];
  const base = join(folder, "alertmanager-base.yaml");
  const nines = { url: `http://127.0.0.1:${ports.nines}`, tokenFile: alertmanagerToken(folder) };
  writeFileSync(base, alertmanagerBase(owners, pagerUrl, nines));
  const { ok, output } = await runNines(["compile", from, "--out", folder, "--alertmanager-base", base]);
  if (!ok) throw new Error(`${from} does not compile:\n${output}`);
  return join(folder, "rules");
}

async function startServers(
  { step, cleanup, pids }: Plan,
  ports: Ports,
  folder: string,
): Promise<{ prometheus: PrometheusServer; alertmanager: AlertmanagerServer }> {
  const prometheus = await step("Prometheus", async () => {
    const value = await startPrometheus({ port: ports.prometheus, config: idleConfig });
    pids.add(value.pid());
    cleanup.add(() => {
      // It may have been killed and started again since.
      pids.add(value.pid());
      return value.stop();
    });
    return { value, said: `ready on ${value.url}, pid ${value.pid()}` };
  });
  const alertmanager = await step("Alertmanager", async () => {
    const config = readFileSync(join(folder, "alertmanager.yaml"), "utf8");
    const value = await startAlertmanager({ port: ports.alertmanager, config });
    cleanup.add(() => value.stop());
    pids.add(value.pid);
    return { value, said: `ready on ${value.url}` };
  });
  return { prometheus, alertmanager };
}

function startShop({ step, cleanup }: Plan, { checkout, payments, search, database }: Ports): Promise<Shop> {
  return step("shop", async () => {
    const shop = await openShop({ host: "127.0.0.1", ports: { checkout, payments, search, database } });
    cleanup.add(() => shop.close());
    return { value: shop, said: shop.services.map(({ name, port }) => `${name} on ${port}`).join(", ") };
  });
}

/** What journeys look at: no counter of its own tells whether a book can be bought. */
function startBookshop({ step, cleanup }: Plan, ports: Ports): Promise<Storefront> {
  return step("bookshop", async () => {
    const bookshop = await openStorefront({ host: "127.0.0.1", port: ports.bookshop });
    cleanup.add(() => bookshop.close());
    return {
      value: bookshop,
      said: `open on ${bookshop.port}; a journey buys a book there every few seconds`,
    };
  });
}

interface Past {
  prometheus: PrometheusServer;
  alertmanager: AlertmanagerServer;
  shop: Shop;
  rules: string;
  ports: Ports;
}

/** From here on Prometheus looks at the shop, evaluates rules and tells Alertmanager. */
function startPresent(
  { scene, step, cleanup }: Plan,
  { prometheus, alertmanager, shop, rules, ports }: Past,
): Promise<void> {
  return step("load", async () => {
    const faults = `${shop.url(ongoing.service)}/faults`;
    await fetch(faults, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ errorRatio: ongoing.errorRatio }),
    });
    const load = openDoors(shop, busyness(Date.now() / 1_000));
    cleanup.add(async () => {
      await load.stop();
    });
    await prometheus.reload({
      config: scrapeConfig(shop.services, scene, ports),
      ruleFiles: ruleFiles(rules),
      alertmanagers: [alertmanager.address],
    });
    const fault = `${ongoing.service} fails ${ongoing.errorRatio * 100} % of its requests`;
    return { value: undefined, said: `customers are in the shop; ${fault}` };
  });
}

function serveNines(
  plan: Plan,
  ports: Ports,
  { prometheus, folder, bookshop }: { prometheus: string; folder: string; bookshop: Storefront },
): Promise<NinesServer> {
  const { options, step, cleanup, pids } = plan;
  return step("nines", async () => {
    const cycle = formatDuration(seconds(options.cycle));
    const data = join(folder, "data");
    const { cwd, slos, merge } = checkOut(options.slos, folder);
    const args = ["--slos", slos, "--prometheus", prometheus, "--data", data, "--cycle", cycle];
    const config = join(folder, "nines.json");
    const peopleFile = join(folder, "people.json");
    writeFileSync(config, ninesConfig(bookshop.url, peopleFile));
    const server = await withPassword(() => startNines([...args, "--config", config], ports.nines, cwd));
    cleanup.add(() => server.stop());
    pids.add(server.pid);
    // Ready means that it has asked Prometheus and judged every SLO once.
    await until(async () => (await fetch(`${server.url}/readyz`)).ok, { what: "nines is ready" });
    if (merge !== undefined) {
      merge();
      server.signal("SIGHUP");
    }
    const tokens = await hireCast(server.url, { admin: join(data, "admin-token"), people: peopleFile });
    await plantStory(server.url, tokens);
    if (merge !== undefined) await until(() => isHeld(server.url), { what: "the easier promise is held" });
    // Only now: what rings from here on comes after the story.
    writeFileSync(alertmanagerToken(folder), tokens.get("alertmanager") ?? "", { mode: 0o600 });
    const abroad = join(folder, "prober.json");
    writeFileSync(abroad, ninesConfig(bookshop.url));
    const token = tokens.get("prober-office") ?? "";
    openOffice(plan, { port: ports.prober, nines: server.url, token, config: abroad, folder });
    return { value: server, said: `ready on ${server.url}, pid ${server.pid}, a cycle every ${cycle}` };
  });
}
