import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPrometheus, type PrometheusServer } from "../../../kit/prometheus.ts";
import { writeHistory } from "../../../kit/remote-write.ts";
import { generations, isLeftOut } from "../../../kit/tools.ts";
import type { Observation } from "../../../src/model/observation.ts";
import { seconds, timestamp } from "../../../src/model/units.ts";
import { openSource, type ClosableSource } from "../../../src/prometheus/source.ts";
import { planQueries } from "../../../src/query/plan.ts";
import type { Ask } from "../../../src/query/port.ts";
import { converse } from "../../../src/runtime/converse.ts";
import { history, slos } from "./written.ts";

const plan = planQueries(Object.values(slos), seconds(600));

for (const generation of generations)
  describe.skipIf(isLeftOut(`prometheus-${generation}`))(
    `a cycle's questions to Prometheus ${generation}`,
    () => {
      let prometheus: PrometheusServer;
      let source: ClosableSource;
      let end: number;
      let seen: ReadonlyMap<string, Observation>;

      beforeAll(async () => {
        prometheus = await startPrometheus({ generation });
        end = Date.now() + 13;
        await writeHistory(prometheus.url, history(end));
        source = openSource({
          ...{ name: "default", url: prometheus.url, credentials: { kind: "none" }, headers: {} },
          ...{
            timeout: seconds(10),
            retries: 0,
            breaker: { failures: 5, openFor: seconds(5) },
            connections: 4,
          },
        });
        // What was written ends a little before now: as the cycle would have seen it at that moment.
        const then: Ask = (queries, at) =>
          source.ask(queries, at === undefined ? at : timestamp(end / 1_000));
        const conversation = await converse(then, plan, async () => undefined);
        if (conversation.kind === "silent") throw new Error(conversation.silence.message);
        seen = conversation.observations;
      });
      afterAll(async () => {
        await source.close();
        await prometheus.stop();
      });

      const of = (name: keyof typeof slos): Observation => seen.get(slos[name].id)!;
      const ages = (name: keyof typeof slos) =>
        of(name).groups.map(({ dataAt }) => (dataAt === undefined ? "none" : (end / 1_000 - dataAt) / 60));

      it("read sums, coverage and burn as recorded", () => {
        expect(of("fresh").groups[0]).toMatchObject({ bad: 3, total: 1_000, coverage: 0.75 });
        expect(of("fresh").groups[0]?.ratios).toEqual([
          { window: 300, errorRatio: 0.02 },
          { window: 21_600, errorRatio: 0.01 },
        ]);
      });

      it("find the newest sample's own time within the look-back, beyond it, and not after an hour", () => {
        expect(ages("fresh")[0]).toBeCloseTo(1, 2);
        expect(ages("gapped")[0]).toBeCloseTo(6.3, 2);
        expect(ages("stale")[0]).toBeCloseTo(23.7, 2);
        expect(ages("silent")).toEqual(["none"]);
      });

      it("take no burn that has ended for a burn of now", () => {
        expect(of("gapped").groups[0]?.ratios).toEqual([{ window: 21_600, errorRatio: 0.01 }]);
      });

      it("know the rules that are loaded, the newest after a reload", () => {
        expect(of("fresh").rules).toEqual({ hash: "3f9c2a10", window: "30d" });
        expect(of("reloaded").rules?.hash).toBe("3f9c2a10");
        expect(of("unloaded")).toMatchObject({ groups: [], firing: [] });
        expect(of("unloaded").rules).toBeUndefined();
      });

      it("keep groups apart, and list one that fell silent without an age", () => {
        const groups = of("regional").groups.map(({ group, dataAt }) => [
          group["region"],
          dataAt !== undefined,
        ]);
        expect(groups.sort()).toEqual([
          ["eu", true],
          ["us", false],
        ]);
      });

      it("keep groups apart by which git groups no longer, until new rules are loaded", () => {
        const groups = of("regrouping").groups.map(({ group, total }) => [group, total]);
        expect(groups).toEqual([
          [{ zone: "a" }, 1_000],
          [{ zone: "b" }, 1_000],
        ]);
      });

      it("leave out the groups of rules that were replaced, while their series are still in sight", () => {
        expect(of("regrouped").groups).toMatchObject([{ group: {}, total: 7 }]);
      });

      it("see firing alerts with their beginning, and no pending ones", () => {
        const [alert] = of("regional").firing;
        expect(alert).toMatchObject({ alertname: "ErrorBudgetBurn", tier: "fast", group: { region: "eu" } });
        expect(end / 1_000 - (alert?.since ?? 0)).toBeCloseTo(240, 0);
        expect(of("fresh").firing).toEqual([]);
      });

      it("see an alert of an engine that does not record its beginning", () => {
        expect(of("stale").firing).toMatchObject([{ tier: "slow" }]);
        expect(of("stale").firing[0]?.since).toBeUndefined();
      });
    },
  );
