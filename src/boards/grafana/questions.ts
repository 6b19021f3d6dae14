import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { letterOf, type Panel } from "../model.ts";
import { chosenSource } from "./parts.ts";

/** A chart asks over the time that is shown; everything else asks how it is at its end. */
export const questionsOf = (panel: Panel): DataqueryBuilder[] =>
  panel.questions.map(({ expr, legend }, index) => {
    const query = new DataqueryBuilder()
      .refId(letterOf(index))
      .datasource(chosenSource)
      .expr(expr)
      .legendFormat(legend);
    if (panel.kind === "chart") return query.range();
    return panel.kind === "table" ? query.instant().format(PromQueryFormat.Table) : query.instant();
  });
