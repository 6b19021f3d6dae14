import * as common from "@grafana/grafana-foundation-sdk/common";
import { FieldColorBuilder, FieldColorModeId } from "@grafana/grafana-foundation-sdk/dashboard";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { letterOf, type LineStyle, type Panel } from "../model.ts";

type Chart = Extract<Panel, { kind: "chart" }>;

const opacity: Readonly<Record<NonNullable<Chart["look"]>, number>> = { filled: 12, stacked: 35, bars: 70 };

export function chartOf(panel: Chart): PanelBuilder {
  const { look, least, most, interval } = panel;
  const builder = new PanelBuilder()
    .drawStyle(look === "bars" ? common.GraphDrawStyle.Bars : common.GraphDrawStyle.Line)
    .lineWidth(look === "bars" ? 0 : 1)
    .fillOpacity(look === undefined ? 0 : opacity[look])
    .showPoints(common.VisibilityMode.Never)
    // A gap is a gap: a line across it would be a number that nobody measured.
    .spanNulls(false)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic))
    .legend(legend())
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
  if (look === "stacked" || look === "bars")
    builder.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group("A"));
  if (least !== undefined) builder.min(least);
  if (most !== undefined) builder.max(most);
  if (interval !== undefined) builder.interval(interval);
  panel.questions.forEach(({ line }, index) => {
    if (line !== undefined) builder.overrideByQuery(letterOf(index), propertiesOf(line));
  });
  return builder;
}

const legend = () =>
  new common.VizLegendOptionsBuilder()
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom)
    .showLegend(true)
    .calcs([]);

function propertiesOf({ colour, dashed, unit }: LineStyle): dashboard.DynamicConfigValue[] {
  return [
    ...(colour === undefined ? [] : [{ id: "color", value: { mode: "fixed", fixedColor: colour } }]),
    ...(dashed === undefined
      ? []
      : [
          { id: "custom.lineStyle", value: { fill: "dash", dash: [6, 6] } },
          { id: "custom.fillOpacity", value: 0 },
        ]),
    ...(unit === undefined
      ? []
      : [
          { id: "unit", value: unit },
          { id: "custom.axisPlacement", value: "right" },
        ]),
  ];
}
