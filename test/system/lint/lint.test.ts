import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { counter, gauge, steady } from "../../../kit/history.ts";
import { runNines } from "../../../kit/nines.ts";
import { freePort, removeFolder, temporaryFolder, type Outcome } from "../../../kit/processes.ts";
import { startPrometheus, type PrometheusServer } from "../../../kit/prometheus.ts";
import { writeHistory, type HistogramSeries } from "../../../kit/remote-write.ts";
import { generations, isLeftOut } from "../../../kit/tools.ts";
import { until } from "../../../kit/until.ts";
import { roadSpecs } from "../histories/road.ts";
import { definitions } from "./definitions.ts";

const folder = temporaryFolder("survey");
afterAll(() => removeFolder(folder));

const put = (name: string, text: string): string => {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "slos.yaml"), text);
  return join(folder, name);
};

interface Told {
  diagnostics: { code: string; line: number; message: string; remedy: string; severity: string }[];
  survey: {
    sources: { retention: string | null }[];
    slos: {
      slo: string;
      series: number;
      samplesPerMinute?: number;
      delivered: { back: number; errorRatio: number }[];
      rules?: { rule: string; samples?: number; samplesPerMinute?: number }[];
    }[];
  };
}
const lint = (slos: string, url: string, ...more: readonly string[]): Promise<Outcome> =>
  runNines(["lint", slos, "--prometheus", url, "--format", "json", ...more]);
const toldBy = ({ stdout }: Outcome): Told => JSON.parse(stdout) as Told;

/** An hour and a half of what a small shop shows, scraped every 15 seconds. */
function shown(now: number) {
  const span = { from: now - 5_400, to: now };
  const scrapes = { every: 15, phase: 4 };
  const count = (name: string, labels: Readonly<Record<string, string>>, perSecond: number) =>
    counter({
      labels: { __name__: name, job: "shop", ...labels },
      ...span,
      count: steady(perSecond),
      scrapes,
    });
  const times = Float64Array.from({ length: 300 }, (_, n) => (now - 4_500 + n * 15) * 1_000);
  const native: HistogramSeries = {
    labels: { __name__: "native_seconds", job: "shop" },
    times,
    histograms: Array.from(times, (_, n) => ({
      schema: 3,
      buckets: [
        [-20, n * 10],
        [-16, n * 5],
        [-13, n],
      ] as const,
    })),
  };
  return [
    count("requests_total", { code: "200", zone: "a" }, 20),
    count("requests_total", { code: "404", zone: "b" }, 1),
    count("classic_seconds_count", {}, 20),
    count("classic_seconds_bucket", { le: "0.25" }, 18),
    count("classic_seconds_bucket", { le: "0.5" }, 19),
    count("classic_seconds_bucket", { le: "+Inf" }, 20),
    gauge({ labels: { __name__: "queue_age", job: "shop" }, ...span, scrapes, value: () => 20 }),
    native,
  ];
}

for (const generation of generations)
  describe.skipIf(isLeftOut(`prometheus-${generation}`))(
    `nines lint --prometheus, on Prometheus ${generation}`,
    () => {
      let prometheus: PrometheusServer;
      let told: Told;
      let exitCode: number | null;

      beforeAll(async () => {
        const flags = ["--enable-feature=native-histograms", "--storage.tsdb.retention.time=15d"];
        prometheus = await startPrometheus({ generation, flags });
        await writeHistory(prometheus.url, shown(Math.floor(Date.now() / 1_000)));
        const outcome = await lint(put(`shop-${generation}`, definitions), prometheus.url);
        told = toldBy(outcome);
        exitCode = outcome.exitCode;
      }, 120_000);
      afterAll(() => prometheus.stop());

      /** The findings of one SLO, whose definition stands on three lines from its name on. */
      const of = (slo: string) => {
        const line = definitions.split("\n").indexOf(`    - name: ${slo}`) + 1;
        const next =
          definitions.split("\n").findIndex((text, n) => n >= line && /^ {4}- name/.test(text)) + 1;
        const isHere = (at: number) => at >= line && (next === 0 || at < next);
        return told.diagnostics.filter((each) => isHere(each.line));
      };
      const codesOf = (slo: string) => of(slo).map(({ code }) => code);

      it("finds nothing wrong with what is sound", () => {
        expect(of("sound")).toEqual([]);
        expect(of("sound-native")).toEqual([]);
        expect(of("sound-age")).toEqual([]);
      });

      it("says that a metric does not exist, and which one was meant", () => {
        expect(codesOf("misspelt")).toEqual(["series-not-found", "series-not-found"]);
        expect(of("misspelt")[0]?.remedy).toBe("did you mean requests_total?");
      });

      it("says which label is at fault", () => {
        expect(of("mislabelled")[0]?.message).toContain('none has verb="GET": they have no label "verb"');
      });

      it("warns that nothing bad has a series yet, with the values that there are", () => {
        expect(of("unborn")).toMatchObject([{ code: "no-bad-series", severity: "warning" }]);
        expect(of("unborn")[0]?.message).toContain('code is "200", "404"');
      });

      it("says that no series has the label by which an SLO is grouped", () => {
        expect(codesOf("ungrouped")).toEqual(["group-label-not-found"]);
      });

      it("finds bad events that are not among all events", () => {
        expect(codesOf("above")).toEqual(["part-above-total"]);
      });

      it("names the buckets near a threshold that is none", () => {
        expect(of("between")).toMatchObject([{ code: "threshold-no-bucket" }]);
        expect(of("between")[0]?.remedy).toMatch(/^write 250ms or 500ms/);
      });

      it("finds out that a histogram is native, and proposes to say so", () => {
        expect(of("undeclared")).toMatchObject([{ code: "histogram-type", remedy: "add `type: native`" }]);
      });

      it("finds out that a histogram is classic, and proposes that", () => {
        expect(of("not-native")[0]?.remedy).toMatch(/^remove `type: native`/);
      });

      it("names the bounds of the native bucket that a threshold falls into, and what it holds", () => {
        expect(of("estimated")).toMatchObject([{ code: "threshold-within-bucket" }]);
        expect(of("estimated")[0]?.message).toContain("6.25 % of all events");
        expect(of("estimated")[0]?.remedy).toBe("write 297.301778751ms or 324.209888663ms");
      });

      it("measures the scrape interval", () => {
        expect(of("slow")).toMatchObject([{ code: "scrape-interval-differs" }]);
        expect(of("slow")[0]?.message).toContain("every 15s in production, not every 1m");
      });

      it("compares windows with the retention", () => {
        expect(codesOf("long")).toEqual(["window-exceeds-retention"]);
        expect(told.survey.sources[0]?.retention).toBe("15d");
      });

      it("goes on after an SLO that Prometheus cannot answer for", () => {
        expect(exitCode).toBe(1);
        expect(told.survey.slos).toHaveLength(definitions.match(/- name:/g)!.length);
      });

      it("prices every rule in samples a minute", () => {
        const sound = told.survey.slos.find(({ slo }) => slo === "shop.sound.production");
        const hour = sound?.rules?.find(({ rule }) => rule === "slo:sli_error:ratio_rate1h");
        // Three series of which each has 240 samples an hour: bad, and both that count all.
        expect(hour?.samples).toBeGreaterThanOrEqual(3 * 238);
        expect(hour?.samples).toBeLessThanOrEqual(3 * 242);
        expect(hour?.samplesPerMinute).toBe(2 * hour!.samples!);
        expect(sound?.series).toBe(3);
      });
    },
  );

describe.skipIf(isLeftOut("prometheus-3.5"))("nines lint --prometheus", () => {
  it("says what was delivered over thirty days, and proposes what would have been held", async () => {
    const { prometheus } = inject("servers");
    const outcome = await until(
      async () => {
        const one = await lint(roadSpecs, prometheus, "--no-cost");
        const { survey } = toldBy(one);
        const frozen = survey.slos.find(({ slo }) => slo === "frozen.availability.production");
        return frozen?.delivered.length === 0 ? undefined : one;
      },
      { what: "the ledgers are there", every: 2_000, timeout: 60_000 },
    );
    const { diagnostics, survey } = toldBy(outcome);
    const missed = diagnostics.filter(({ code }) => code === "objective-missed");
    expect(missed.map(({ message }) => message).join("\n")).toContain("less than");
    expect(missed[0]?.remedy).toMatch(/\d% would have been held$/);
    const exact = survey.slos.find(({ slo }) => slo === "exact.availability.production");
    expect(exact?.delivered[0]?.errorRatio).toBeGreaterThan(0);
    expect(survey.slos.every(({ samplesPerMinute }) => samplesPerMinute === undefined)).toBe(true);
  }, 120_000);

  it("ends with 2 and says so when a Prometheus does not answer, after all that it could find", async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const slos = put("broken", definitions.replace("objective: 99.9%", "objective: 99.9"));
    const { exitCode, stdout, stderr } = await runNines(["lint", slos, "--prometheus", nobody]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain("objective-not-percent");
    expect(stderr).toMatch(
      /Prometheus at http:\/\/127\.0\.0\.1:\d+: connection refused: nothing listens there: \d+ SLOs could not be held against it/,
    );
  });

  it("names an environment whose Prometheus nobody gave", async () => {
    const elsewhere = `${definitions}---\napiVersion: nines/v1\nkind: Environment\nmetadata: { name: production }\nspec: { prometheus: main }\n`;
    const { prometheus } = inject("servers");
    const told = toldBy(await lint(put("elsewhere", elsewhere), prometheus));
    expect(told.diagnostics.find(({ code }) => code === "unknown-prometheus")?.remedy).toContain("main=URL");
    expect(told.survey.slos).toEqual([]);
  });
});
