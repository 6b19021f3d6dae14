import { journeyLabel, journeySeries, label, series } from "../../model/names.ts";
import type { Variable } from "../model.ts";
import { chosenSlo, groupVariable, is, select, variable } from "./select.ts";

const valuesOf = (of: string, selector: string): string => `label_values(${selector}, ${of})`;

/** What every board begins with. */
export const common = (page: string): readonly Variable[] => [
  { kind: "source", name: variable.source, label: "Prometheus" },
  { kind: "constant", name: variable.page, label: "Address of nines", value: page },
];

export const environment = (all: boolean): Variable => ({
  kind: "values",
  name: variable.environment,
  label: "Environment",
  query: valuesOf(label.environment, series.info),
  all,
});

export const service: Variable = {
  kind: "values",
  name: variable.service,
  label: "Service",
  query: valuesOf(label.service, select(series.info, [is(label.environment, variable.environment)])),
  all: false,
};

export const slo: Variable = {
  kind: "values",
  name: variable.slo,
  label: "SLO",
  query: valuesOf(
    label.name,
    select(series.info, [is(label.environment, variable.environment), is(label.service, variable.service)]),
  ),
  all: false,
};

/** One for each label that any SLO is grouped by; an SLO without it is whole under "All". */
export const groups = (groupLabels: readonly string[]): readonly Variable[] =>
  groupLabels.map((name) => ({
    kind: "values",
    name: groupVariable(name),
    label: name,
    query: valuesOf(name, select(series.ledgerTotal, chosenSlo)),
    all: true,
  }));

/** Where the runbook of the chosen SLO stands; without one, the SLO's own page. */
export const runbook: Variable = {
  kind: "values",
  name: variable.runbook,
  label: "Runbook",
  query: `query_result(${runbookQuery()})`,
  regex: `/${label.runbook}="([^"]+)"/`,
  all: false,
  hidden: true,
};

function runbookQuery(): string {
  const info = select(series.info, chosenSlo);
  const written = select(series.info, [...chosenSlo, { label: label.runbook, op: "!=", value: "" }]);
  const page = `$${variable.page}/slos/$1`;
  return `${written} or on (${label.id}) label_replace(${info}, "${label.runbook}", "${page}", "${label.id}", "(.+)")`;
}

export const journeys: readonly Variable[] = [
  {
    kind: "values",
    name: variable.journey,
    label: "Journey",
    query: valuesOf(journeyLabel.journey, journeySeries.runs),
    all: false,
  },
  {
    kind: "values",
    name: variable.location,
    label: "Location",
    query: valuesOf(
      journeyLabel.location,
      select(journeySeries.runs, [is(journeyLabel.journey, variable.journey)]),
    ),
    all: true,
  },
];
