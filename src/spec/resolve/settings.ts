import { isComposite, type Measured } from "../../model/composite.ts";
import { intervals } from "../../model/intervals.ts";
import { seconds, type Seconds } from "../../model/units.ts";
import { rollingWindow, type Window } from "../../model/window.ts";
import type { WrittenOverride, WrittenSlo } from "../kinds/service.ts";
import type { Located } from "../shapes/shape.ts";
import type { Context, ServiceContext } from "./context.ts";
import { overAlerting, type AlertingLayer } from "./merge.ts";

const defaultWindow = rollingWindow(seconds(30 * 86_400));

/** The numbers that hold for one SLO in one environment, each with the place that says so. */
export interface Settings {
  window: Located<Window>;
  scrapeInterval: Located<Seconds>;
  ledgerInterval: Located<Seconds>;
  alerting: AlertingLayer;
}

/** Nearest first: the environment's override, the SLO, the folder's Defaults, the run. */
export function settingsOf(
  slo: WrittenSlo,
  override: WrittenOverride["value"] | undefined,
  { written, defaults }: ServiceContext,
  { options }: Context,
): Settings {
  // What nobody wrote down is pointed at by the SLO's name.
  const here = slo.name.place;
  const alerting = [defaults.alerting, written.spec.alerting, slo.alerting, override?.alerting];
  return {
    window: override?.window ?? slo.window ?? defaults.window ?? { value: defaultWindow, place: here },
    scrapeInterval: slo.scrapeInterval ??
      defaults.scrapeInterval ?? { value: options.scrapeInterval ?? intervals.scrape, place: here },
    ledgerInterval: slo.ledgerInterval ??
      defaults.ledgerInterval ?? { value: options.ledgerInterval ?? intervals.ledger, place: here },
    alerting: alerting.reduce<AlertingLayer>((far, near) => overAlerting(far, near), {}),
  };
}

/** A composite reads what its members read, as it is scraped, and each of their slices whole. */
export function settingsOver(
  settings: Settings,
  members: readonly Pick<Measured, "scrapeInterval" | "ledgerInterval" | "budgeting" | "sli">[],
): Settings {
  const longest = (values: readonly Seconds[]): Seconds => seconds(Math.max(...values));
  const scrapeInterval = longest(members.map((member) => member.scrapeInterval));
  const needed = members.filter(({ budgeting, sli }) => budgeting.kind !== "occurrences" || isComposite(sli));
  const own = settings.ledgerInterval.value;
  const ledgerInterval = longest([own, ...needed.map((member) => member.ledgerInterval)]);
  return {
    ...settings,
    scrapeInterval: { ...settings.scrapeInterval, value: scrapeInterval },
    ledgerInterval: { ...settings.ledgerInterval, value: ledgerInterval },
  };
}
