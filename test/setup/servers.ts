import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TestProject } from "vitest/node";
import { type AlertmanagerServer, startAlertmanager } from "../../kit/alertmanager.ts";
import { giveHistoryWithLedgers } from "../../kit/backfill.ts";
import { startBrowserServer } from "../../kit/browser.ts";
import { startFeed, upTo } from "../../kit/feed.ts";
import { day, hour } from "../../kit/history.ts";
import { temporaryFolder } from "../../kit/processes.ts";
import { type PrometheusServer, startPrometheus } from "../../kit/prometheus.ts";
import { isLeftOut, repository } from "../../kit/tools.ts";
import type { Contribution } from "./contribution.ts";
import { startSharedDemo } from "./demo.ts";
import { openLazy, type Started } from "./lazy.ts";

const histories = join(repository, "test", "system", "histories");

const contributions = (): Promise<Contribution[]> =>
  Promise.all(
    (existsSync(histories) ? readdirSync(histories) : [])
      .filter((name) => name.endsWith(".ts"))
      .map(async (name) => {
        const module = (await import(pathToFileURL(join(histories, name)).href)) as {
          contribution?: Contribution;
        };
        if (module.contribution === undefined) throw new Error(`${name} exports no contribution`);
        return module.contribution;
      }),
  );

const writeRules = (texts: readonly string[]): string[] => {
  const folder = temporaryFolder("rules");
  return texts.map((text, index) => {
    const file = join(folder, `${index}.yaml`);
    writeFileSync(file, text);
    return file;
  });
};

// Rules start only when the whole past is there: what they record now would make all of it out of order.
async function prepare(
  all: readonly Contribution[],
  prometheus: PrometheusServer,
  alertmanager: AlertmanagerServer,
) {
  const now = Math.floor(Date.now() / 1000);
  const history = { from: now - 31 * day, to: now };
  const raw = all.flatMap((one) => one.raw({ from: history.from, to: now + hour }));
  const rules = (await Promise.all(all.map((one) => one.rules()))).flat();
  const past = upTo(raw, now * 1000);
  await giveHistoryWithLedgers(prometheus, past, { rules, start: history.from, end: now });
  const feed = startFeed(prometheus.url, raw, now * 1000);
  await prometheus.reload({ ruleFiles: writeRules(rules), alertmanagers: [alertmanager.address] });
  return { history, feed };
}

const startChromium = async (): Promise<Started> => {
  const server = await startBrowserServer();
  return { facts: server.wsEndpoint(), stop: () => server.close() };
};

/** One Prometheus with thirty-one days of history and one Alertmanager for all system tests; a demo and a browser, when asked for. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  // The layer is then skipped whole: its files are read, to count their tests, and find no server.
  if (isLeftOut("prometheus-3.5") || isLeftOut("alertmanager")) {
    project.provide("servers", { prometheus: "", alertmanager: "", history: { from: 0, to: 0 } });
    return undefined;
  }
  const all = await contributions();
  const [prometheus, alertmanager] = await Promise.all([startPrometheus(), startAlertmanager()]);
  const config = await all.find((one) => one.alertmanager !== undefined)?.alertmanager?.();
  if (config !== undefined) await alertmanager.reload(config);
  const { history, feed } = await prepare(all, prometheus, alertmanager);
  const lazy = await openLazy({ demo: startSharedDemo, chromium: startChromium });
  project.provide("lazy", lazy.url);
  project.provide("servers", { prometheus: prometheus.url, alertmanager: alertmanager.url, history });
  return async () => {
    await lazy.close();
    await feed.stop();
    await Promise.all([prometheus.stop(), alertmanager.stop()]);
  };
}
