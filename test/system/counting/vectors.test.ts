import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ratiosById, recordLedger } from "../../../bench/accuracy/replay.ts";
import { roomyTsdb } from "../../../bench/recorder.ts";
import { value } from "../../../kit/ask.ts";
import { startPrometheus, type PrometheusServer } from "../../../kit/prometheus.ts";
import { writeHistory } from "../../../kit/remote-write.ts";
import { generations, isLeftOut } from "../../../kit/tools.ts";
import { series } from "../../../src/model/names.ts";
import { errorBudget, type Budgeting, type Sli, type Slo } from "../../../src/model/slo.ts";
import { duration, objective, slo } from "../../support/slos.ts";
import { begin, end, eventKinds } from "./events.ts";
import { secondsKinds, secondsSeries } from "./seconds.ts";

const slice = duration("1m");
const methods: Readonly<Record<Budgeting["kind"], Budgeting>> = {
  occurrences: { kind: "occurrences" },
  timeslices: { kind: "timeslices", slice, objective: objective("95%") },
  ratioTimeslices: { kind: "ratioTimeslices", slice },
};
const kinds = Object.keys(methods) as Budgeting["kind"][];

const named = (kind: string, method: string): string =>
  `${kind} ${method}`.toLowerCase().replaceAll(/[^a-z]+/g, "-");

const sloOf = (kind: string, sli: Sli, method: Budgeting["kind"], promised: string): Slo =>
  slo({
    service: named(kind, method),
    objective: promised,
    window: "7d",
    sli,
    budgeting: methods[method],
    scrapeInterval: duration("15s"),
  });

const eventSlos = Object.entries(eventKinds).flatMap(([kind, { sli }]) =>
  kinds.map((method) => sloOf(kind, sli, method, "95%")),
);
const secondsSlos = Object.entries(secondsKinds).flatMap(([kind, { sli }]) =>
  kinds.map((method) => sloOf(kind, sli, method, "99%")),
);
const slos = [...eventSlos, ...secondsSlos];

/** What the check vector consumes of a budget of 5 %. */
const consumed = { occurrences: 7 / 118 / 0.05, timeslices: 8, ratioTimeslices: 1.685_714_286 } as const;

describe.each(generations.filter((generation) => !isLeftOut(`prometheus-${generation}`)))(
  "budgets on Prometheus %s",
  (generation) => {
    let server: PrometheusServer;
    let ratios: ReadonlyMap<string, number>;

    beforeAll(async () => {
      server = await startPrometheus({
        generation,
        flags: [...roomyTsdb, "--enable-feature=native-histograms"],
      });
      const raw = Object.values(eventKinds).flatMap((kind) => kind.raw);
      await writeHistory(server.url, [...raw, ...secondsSeries]);
      await recordLedger(server, slos, end, begin - 300);
      ratios = await ratiosById(server, slos, end);
    }, 240_000);
    afterAll(() => server.stop());

    const consumedBy = (kind: string, method: Budgeting["kind"]): number => {
      const one = slos.find(({ service }) => service === named(kind, method))!;
      return (ratios.get(one.id) ?? NaN) / errorBudget(one);
    };

    describe.each(Object.keys(eventKinds))("of %s", (kind) => {
      it.each(kinds)("consume as computed by hand, by %s", (method) => {
        expect(consumedBy(kind, method)).toBeCloseTo(consumed[method], 6);
      });

      it("count every event once", async () => {
        const [of] = slos.filter(({ service }) => service === named(kind, "occurrences"));
        const selector = `{slo_id="${of!.id}"}`;
        expect(await value(server.url, `${series.periodEventsTotal}${selector}`, end)).toBeCloseTo(118, 6);
        expect(await value(server.url, `${series.periodEventsBad}${selector}`, end)).toBeCloseTo(7, 6);
      });
    });

    describe.each(Object.entries(secondsKinds))("of %s", (kind, expected) => {
      it.each(kinds)("consume as computed by hand, by %s", (method) => {
        expect(consumedBy(kind, method)).toBeCloseTo(expected[method], 6);
      });
    });
  },
);
