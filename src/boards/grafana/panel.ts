import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import { ThresholdsConfigBuilder, ThresholdsMode } from "@grafana/grafana-foundation-sdk/dashboard";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type { Panel, Placed } from "../model.ts";
import { chartOf } from "./chart.ts";
import { gaugesOf, numberOf } from "./numbers.ts";
import { chosenSource, linkOf, mappingsOf, thresholdsOf } from "./parts.ts";
import { questionsOf } from "./questions.ts";
import { tableOf } from "./table.ts";

/** What every kind of panel has. The SDK numbers nothing: places and ids are ours. */
export function panelOf({ panel, id, place }: Placed): Builder<dashboard.Panel> {
  const builder = visualizationOf(panel)
    .id(id)
    .gridPos(place)
    .title(panel.title)
    .description(panel.description)
    .datasource(chosenSource)
    .targets(questionsOf(panel))
    .unit(panel.unit)
    .thresholds(
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(thresholdsOf(panel.steps).steps),
    )
    .links(panel.links.map(linkOf));
  if (panel.words !== undefined) builder.mappings(mappingsOf(panel.words));
  if (panel.decimals !== undefined) builder.decimals(panel.decimals);
  if (panel.nothing !== undefined) builder.noValue(panel.nothing);
  return builder;
}

function visualizationOf(panel: Panel) {
  switch (panel.kind) {
    case "number":
      return numberOf();
    case "chart":
      return chartOf(panel);
    case "gauges":
      return gaugesOf(panel);
    case "table":
      return tableOf(panel);
  }
}
