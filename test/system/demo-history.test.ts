import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { story } from "../../demo/history/story.ts";
import { readScene } from "../../demo/scene.ts";
import { idleConfig } from "../../demo/stack/config.ts";
import { givePast } from "../../demo/stack/past.ts";
import { instant, value } from "../../kit/ask.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { startPrometheus, type PrometheusServer } from "../../kit/prometheus.ts";
import { repository } from "../../kit/tools.ts";
import { compileDefinitions } from "../../src/compile/compile.ts";
import { defaultOptions } from "../../src/compile/options.ts";
import { errorRatioSeries, series } from "../../src/model/names.ts";
import type { Slo } from "../../src/model/slo.ts";
import { seconds } from "../../src/model/units.ts";

const folder = temporaryFolder("demo-history");
let prometheus: PrometheusServer;
let slos: readonly Slo[];
let took: number;

beforeAll(async () => {
  const scene = await readScene(join(repository, "slos"));
  slos = scene.slos;
  const definitions = { services: [], environments: [], policies: [], slos, journeys: [] };
  for (const { path, text } of compileDefinitions(definitions, defaultOptions)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  prometheus = await startPrometheus({ config: idleConfig });
  const began = performance.now();
  await givePast(prometheus.url, scene, join(folder, "rules"));
  took = (performance.now() - began) / 1_000;
});
afterAll(async () => {
  await prometheus.stop();
  removeFolder(folder);
});

const ofLine = ({ service, slo, region }: (typeof story)[number]): string =>
  `{slo_id="${service}.${slo}.production"${region === undefined ? "" : `, region="${region}"`}}`;
const recorded = (name: string, selector: string): Promise<number | undefined> =>
  value(prometheus.url, `${name}${selector}`);

describe("the demo's past on a real Prometheus", () => {
  it("is written within the twenty seconds a demo may take to start", () => expect(took).toBeLessThan(20));

  // Of a calendar window the rules record no period: nines asks for its days.
  it.each(
    story.filter(({ slo }) => slo !== "contract").map((line) => [ofLine(line), line.consumed] as const),
  )(
    "%s: the rules' own expressions find the budget consumed that the story tells",
    async (selector, consumed) => {
      expect(await recorded(series.periodCoverage, selector)).toBe(1);
      expect(await recorded(series.periodBurnRate, selector)).toBeCloseTo(consumed, 3);
    },
  );

  it("lets checkout burn above the fast tier over both of its windows, from raw counters", async () => {
    const selector = '{slo_id="checkout.availability.production"}';
    for (const window of [300, 3_600])
      expect(await recorded(errorRatioSeries(seconds(window)), selector)).toBeGreaterThan(14.4 * 0.001);
  });

  it("leaves no recorded series without a newest value, so that nothing waits for a first evaluation", async () => {
    const names = [
      series.periodEventsTotal,
      series.info,
      series.objective,
      errorRatioSeries(seconds(3 * 86_400)),
    ];
    for (const name of names) {
      const found = new Set((await instant(prometheus.url, name)).map(({ labels }) => labels.slo_id));
      const rolling = slos.filter(
        ({ window }) => name !== series.periodEventsTotal || window.kind === "rolling",
      );
      expect([...found].sort()).toEqual(rolling.map(({ id }) => id).sort());
    }
  });
});
