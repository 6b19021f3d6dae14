import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  ConstantVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type { Variable } from "../model.ts";
import { chosenSource } from "./parts.ts";

export function variableOf(variable: Variable): Builder<dashboard.VariableModel> {
  const { name, label } = variable;
  switch (variable.kind) {
    case "source":
      return new DatasourceVariableBuilder(name).label(label).type("prometheus");
    case "constant":
      return new ConstantVariableBuilder(name).label(label).value(variable.value);
    case "values":
      return valuesOf(variable);
  }
}

function valuesOf(variable: Extract<Variable, { kind: "values" }>): QueryVariableBuilder {
  const { name, label, query, all, regex, hidden } = variable;
  const builder = new QueryVariableBuilder(name)
    .label(label)
    .datasource(chosenSource)
    .query(query)
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
  if (regex !== undefined) builder.regex(regex);
  if (hidden) builder.hide(VariableHide.HideVariable);
  // `.*` also finds series without the label, which a list of all its values would not.
  return all ? builder.multi(true).includeAll(true).allValue(".*").current(everything) : builder;
}

const everything: dashboard.VariableOption = { selected: true, text: ["All"], value: ["$__all"] };
