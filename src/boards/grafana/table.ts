import * as common from "@grafana/grafana-foundation-sdk/common";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/table";
import { letterOf, type Column, type Panel } from "../model.ts";
import { linkOf, mappingsOf, thresholdsOf } from "./parts.ts";

type Table = Extract<Panel, { kind: "table" }>;
type Property = dashboard.DynamicConfigValue;

/** The answers to all questions side by side: rows that agree in their labels are one. */
export function tableOf(panel: Table): PanelBuilder {
  const builder = new PanelBuilder()
    .showHeader(true)
    .cellHeight(common.TableCellHeight.Sm)
    .withTransformation({ id: "merge", options: {} })
    .withTransformation({
      id: "filterFieldsByName",
      options: { include: { names: panel.columns.map(fieldOf) } },
    })
    .withTransformation({ id: "organize", options: arrangement() });
  for (const column of panel.columns) builder.overrideByName(column.title, propertiesOf(column));
  if (panel.sortBy === undefined) return builder;
  return builder.sortBy([new common.TableSortByFieldStateBuilder().displayName(panel.sortBy).desc(true)]);

  function arrangement() {
    const titles = panel.columns.map((column) => [fieldOf(column), column.title]);
    const order = panel.columns.map((column, index) => [fieldOf(column), index]);
    return {
      excludeByName: {},
      renameByName: Object.fromEntries(titles) as Record<string, string>,
      indexByName: Object.fromEntries(order) as Record<string, number>,
    };
  }

  /** Grafana calls the value of a question by its letter, unless the table asks only one. */
  function fieldOf({ from }: Column): string {
    if (!/^[A-Z]$/.test(from)) return from;
    return panel.questions.length === 1 && from === letterOf(0) ? "Value" : `Value #${from}`;
  }
}

function propertiesOf({ width, unit, decimals, look, most, steps, words, links }: Column): Property[] {
  const property = (id: string, value: unknown): Property[] => (value === undefined ? [] : [{ id, value }]);
  return [
    ...property("unit", unit),
    ...property("decimals", decimals),
    ...property("custom.width", width),
    ...property("custom.cellOptions", look && cells[look]),
    ...(look === "bar" ? [...property("min", 0), ...property("max", most ?? 1)] : []),
    ...property("thresholds", steps && thresholdsOf(steps)),
    ...property("mappings", words && mappingsOf(words)),
    ...property(
      "links",
      links?.map((link) => linkOf(link).build()),
    ),
  ];
}

const cells: Readonly<Record<NonNullable<Column["look"]>, common.TableCellOptions>> = {
  bar: {
    type: common.TableCellDisplayMode.Gauge,
    mode: common.BarGaugeDisplayMode.Basic,
    valueDisplayMode: common.BarGaugeValueMode.Text,
  },
  colour: { type: common.TableCellDisplayMode.ColorText },
};
