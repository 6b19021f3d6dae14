import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { culprit, nights } from "../../demo/history/changes.ts";
import { story } from "../../demo/history/story.ts";
import { readScene } from "../../demo/scene.ts";
import { instant, value } from "../../kit/ask.ts";
import { json } from "../../kit/demo.ts";
import { repository } from "../../kit/tools.ts";
import { until } from "../../kit/until.ts";
import type { DeploymentBody } from "../../src/http/schemas/governance/deployment.ts";
import type { AttributionBody, DeploymentCostBody } from "../../src/http/schemas/incidents/attribution.ts";
import type { SloDetailBody } from "../../src/http/schemas/slo.ts";
import { groupKey } from "../../src/model/observation.ts";
import { errorRatioSeries, series } from "../../src/model/names.ts";
import type { Slo } from "../../src/model/slo.ts";
import { seconds } from "../../src/model/units.ts";
import type { SharedDemo } from "../setup/demo.ts";
import { sharedDemo } from "./shared.ts";

let demo: SharedDemo;
let slos: readonly Slo[];
/** Seconds since 1970: when the past ends and nothing that has happened since counts. */
let written: number;

beforeAll(async () => {
  demo = await sharedDemo();
  ({ slos } = await readScene(join(repository, "slos")));
  written = (await value(demo.prometheus, `min(min_over_time(timestamp(${series.objective})[1h:10s]))`))!;
});

const ofLine = ({ service, slo, region }: (typeof story)[number]): string =>
  `{slo_id="${service}.${slo}.production"${region === undefined ? "" : `, region="${region}"`}}`;
const recorded = (name: string, selector: string): Promise<number | undefined> =>
  value(demo.prometheus, `${name}${selector}`, written);

describe("the demo's past on a real Prometheus", () => {
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

  it("gives the composite the past that its members make, and says whose its bad seconds are", async () => {
    const selector = '{slo_id="checkout.experience.production"}';
    expect(await recorded(series.periodCoverage, selector)).toBe(1);
    const window = "[29d23h59m59s]";
    const summed = (query: string) => value(demo.prometheus, query, written);
    const bad = await summed(`sum_over_time(${series.ledgerBad}${selector}${window})`);
    const members = await summed(`sum(sum_over_time(${series.memberBad}${selector}${window}))`);
    expect(bad).toBeGreaterThan(0);
    expect(Math.abs(members! / bad! - 1)).toBeLessThan(1e-9);
  });

  it("leaves no recorded series without a newest value, so that nothing waits for a first evaluation", async () => {
    const names = [
      series.periodEventsTotal,
      series.info,
      series.objective,
      errorRatioSeries(seconds(3 * 86_400)),
    ];
    for (const name of names) {
      const found = new Set(
        (await instant(demo.prometheus, name, written)).map(({ labels }) => labels.slo_id),
      );
      const rolling = slos.filter(
        ({ window }) => name !== series.periodEventsTotal || window.kind === "rolling",
      );
      expect([...found].sort()).toEqual(rolling.map(({ id }) => id).sort());
    }
  });
});

describe("to what the demo's budgets went", () => {
  const get = <Body>(path: string): Promise<Body> => json(`${demo.nines}/api/v1/${path}`);

  it.each(["checkout.availability", "payments.availability", "search.availability"])(
    "%s: the shares and the unattributed rest are what is consumed, and that is what its budget says",
    async (slo) => {
      // A step of the ledger may fall between the two questions while a service burns: they are then asked again.
      await until(
        async () => {
          const { groups } = await get<AttributionBody>(`slos/${slo}/attribution`);
          const { groupsDetail: judged } = await get<SloDetailBody>(`slos/${slo}`);
          expect(groups.length).toBe(judged.length);
          for (const { group, consumed, shares, unattributed } of groups) {
            const sum = shares.reduce((total, each) => total + each.share, unattributed);
            expect(Math.abs(sum - consumed)).toBeLessThan(1e-9);
            const said = judged.find((each) => groupKey(each.group) === groupKey(group));
            expect(consumed).toBeCloseTo(said?.budget?.consumed ?? NaN, 3);
          }
          return true;
        },
        { what: "the shares are what the budget says", every: 500 },
      );
    },
  );

  it("the release that was planted as the culprit has the largest share, and it is what the story says", async () => {
    const { groups } = await get<AttributionBody>(`slos/${culprit.service}.availability/attribution`);
    const [first] = groups[0]?.shares ?? [];
    expect(first).toMatchObject({ kind: "deployment", title: culprit.version });
    // Beside the bad half hour, the few errors that the service always has.
    expect(first?.share).toBeGreaterThan(culprit.share - 0.001);
    expect(first?.share).toBeLessThan(culprit.share + 0.01);
  });

  it("the night of the provider is no release's: in Europe the incident has the largest share", async () => {
    const { groups } = await get<AttributionBody>("slos/payments.availability/attribution");
    const europe = groups.find(({ group }) => group.region === "eu");
    expect(europe?.shares[0]).toMatchObject({ kind: "incident", title: nights[0].title });
  });

  it("the release that went wrong just now has cost something already, and the time before it next to nothing", async () => {
    const { items } = await get<{ items: DeploymentBody[] }>("deployments?service=checkout");
    const { slos: costs, lasting } = await get<DeploymentCostBody>(`deployments/${items[0]?.id}/cost`);
    expect(lasting).toBe(true);
    const cost = costs.find(({ slo }) => slo === "checkout.availability.production");
    // How much depends on the hour of the day: 4 % of few requests are few.
    expect(cost?.during).toBeGreaterThan(0.005);
    expect(cost?.before).toBeLessThan((cost?.during ?? 0) / 3);
  });
});
