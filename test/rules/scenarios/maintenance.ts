import { series } from "../../../src/model/names.ts";
import { badRatio, slo } from "../../support/slos.ts";
import { burns, nothingBurns, says, type Scenario } from "../scenario.ts";
import { traffic } from "./tiers.ts";

const hour = 120;
const outage = traffic([2 * hour, 300, 0], [hour / 2, 0, 300], [2 * hour, 300, 0]);
const plain = slo({ sli: badRatio() });
const grouped = slo({ sli: badRatio(), groupBy: ["region"] });
const requests = (region: string, code: number) =>
  `http_requests_total{job="checkout",region="${region}",code="${code}"}`;
const outageOf = (region: string) => ({
  [requests(region, 200)]: "1000+300x239 73000x60",
  [requests(region, 500)]: "1000x239 1300+300x60",
});
const zoned = slo({ sli: badRatio(), groupBy: ["region", "zone"] });
const zonedOutage = (region: string, zone: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(outageOf(region)).map(([name, values]) => [name.replace("}", `,zone="${zone}"}`), values]),
  );
/** 1 from 2h to 2h29m30s. */
const window = "_x240 1x59 0x240";
const active = (matchers = "") => `${series.maintenanceActive}{slo_id="${plain.id}"${matchers}}`;

const story = (title: string, rest: Pick<Scenario, "input" | "expect"> & Partial<Scenario>): Scenario => ({
  title,
  slo: plain,
  every: "2m30s",
  scrape: "30s",
  ...rest,
});

const firingIn = (region: string) =>
  `count(ALERTS{tier="fast",alertstate="firing",region="${region}"}) or vector(0)`;

export const maintenanceScenarios: readonly Scenario[] = [
  story("the same outage pages without maintenance", { input: outage, expect: [burns("fast", "2h10m")] }),
  story("a planned outage is quiet, and stays quiet after the window ended", {
    input: { ...outage, [active()]: window },
    expect: ["2h10m", "2h29m", "2h33m", "2h36m", "3h", "4h"].map(nothingBurns),
  }),
  story("a window of another SLO silences nothing", {
    input: { ...outage, [`${series.maintenanceActive}{slo_id="search.availability.production"}`]: window },
    expect: [burns("fast", "2h10m")],
  }),
  story("a window of one region silences that region alone", {
    slo: grouped,
    input: { ...outageOf("eu"), ...outageOf("us"), [active(',region="eu"')]: window },
    expect: [says("2h10m", firingIn("eu"), 0), says("2h10m", firingIn("us"), 1)],
  }),
  story("a window of one region of an SLO grouped by region and zone is written for each of its zones", {
    slo: zoned,
    input: {
      ...zonedOutage("eu", "a"),
      ...zonedOutage("eu", "b"),
      ...zonedOutage("us", "a"),
      ...zonedOutage("us", "b"),
      ...Object.fromEntries(["a", "b"].map((zone) => [active(`,region="eu",zone="${zone}"`), window])),
    },
    expect: [says("2h10m", firingIn("eu"), 0), says("2h10m", firingIn("us"), 2)],
  }),
  story("a window with some of the group labels alone would silence nothing: the rules join on all of them", {
    slo: zoned,
    input: { ...zonedOutage("eu", "a"), [active(',region="eu"')]: window },
    expect: [says("2h10m", firingIn("eu"), 1)],
  }),
  story("a window of the whole SLO silences every region", {
    slo: grouped,
    input: { ...outageOf("eu"), ...outageOf("us"), [active()]: window },
    expect: [says("2h10m", firingIn("eu"), 0), says("2h10m", firingIn("us"), 0)],
  }),
];
