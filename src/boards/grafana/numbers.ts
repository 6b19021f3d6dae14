import { PanelBuilder as GaugesBuilder } from "@grafana/grafana-foundation-sdk/bargauge";
import * as common from "@grafana/grafana-foundation-sdk/common";
import { FieldColorBuilder, FieldColorModeId } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as NumberBuilder } from "@grafana/grafana-foundation-sdk/stat";
import type { Panel } from "../model.ts";

const newest = () => new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false).fields("");
const byThreshold = () => new FieldColorBuilder().mode(FieldColorModeId.Thresholds);

/** One large number, or word, in the colour of its step. */
export const numberOf = (): NumberBuilder =>
  new NumberBuilder()
    .graphMode(common.BigValueGraphMode.None)
    .colorMode(common.BigValueColorMode.Value)
    .justifyMode(common.BigValueJustifyMode.Center)
    .textMode(common.BigValueTextMode.Value)
    .reduceOptions(newest())
    .colorScheme(byThreshold());

/** A bar for each series. */
export function gaugesOf({ most }: Extract<Panel, { kind: "gauges" }>): GaugesBuilder {
  const builder = new GaugesBuilder()
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .orientation(common.VizOrientation.Horizontal)
    .valueMode(common.BarGaugeValueMode.Text)
    .namePlacement(common.BarGaugeNamePlacement.Left)
    .showUnfilled(true)
    .reduceOptions(newest())
    .colorScheme(byThreshold())
    .min(0);
  return most === undefined ? builder : builder.max(most);
}
