import { defaultMissing, type Member } from "../../model/composite.ts";
import type { Environment } from "../../model/definitions.ts";
import type { Sli, Slo } from "../../model/slo.ts";
import { sloId } from "../../model/slo.ts";
import { builtInTable } from "../../model/tiers.ts";
import { windowText } from "../../model/window.ts";
import { checkIntervals, checkTable } from "../checks/intervals.ts";
import { shortHash } from "../hash.ts";
import type { WrittenSlo } from "../kinds/service.ts";
import { joinExpression, joinQuery, joinSelector } from "../promql/join.ts";
import { sourceRef } from "../report.ts";
import { toAlerting } from "./alerting.ts";
import type { Context, ServiceContext } from "./context.ts";
import { mergeTexts } from "./merge.ts";
import { resolveProbe } from "./probe.ts";
import { settingsOf, settingsOver, type Settings } from "./settings.ts";
import type { Table } from "./tables.ts";

/** One SLO in one environment, a composite with its members; undefined after reporting what keeps it from being one. */
export function resolveSlo(
  written: WrittenSlo,
  environment: Environment,
  service: ServiceContext,
  context: Context,
  members: readonly Member[] = [],
): Slo | undefined {
  const override = written.overrides?.find(({ name }) => namesOf(environment).includes(name));
  const said = settingsOf(written, override?.value, service, context);
  const settings =
    members.length === 0
      ? said
      : settingsOver(
          said,
          members.map(({ slo }) => slo),
        );
  const budgeting = written.budgeting?.value ?? { kind: "occurrences" };
  const table = tableOf(settings, context);
  const policy = written.policy === undefined ? service.policy : context.findPolicy(written.policy)?.name;
  // A slice among its members may be as long as the look-back, and so may a composite's own interval then.
  const { ledgerInterval } = said;
  const areIntervalsSound = checkIntervals(
    { ...settings, ledgerInterval },
    written.budgeting,
    context.report,
  );
  if (table === undefined || !areIntervalsSound) return undefined;
  if (!checkTable(table, settings, written.budgeting, context.report)) return undefined;
  if (policy === undefined) return undefined;
  const sli = joinSli(written.sli.sli, environment, context, members);
  if (sli === undefined || !checkPresence(written, context.report)) return undefined;
  const numbers = {
    sli,
    ...(written.presence === undefined
      ? {}
      : { presence: joinSelector(written.presence, environment.matchers) }),
    groupBy: (written.groupBy ?? []).map(({ value }) => value),
    budgeting,
    scrapeInterval: settings.scrapeInterval.value,
    // A slice is written as soon as it is over, whatever the ledger does elsewhere.
    ledgerInterval: budgeting.kind === "occurrences" ? settings.ledgerInterval.value : budgeting.slice,
  };
  const window = settings.window.value;
  return {
    ...identity(written, environment, service),
    objective: override?.value.objective ?? written.objective,
    window,
    ...numbers,
    alerting: toAlerting(settings.alerting, table, window.length),
    policy,
    gate: written.gate ?? true,
    rulesHash: shortHash(numbers),
  };
}

export const namesOf = ({ name, aliases }: Environment): readonly string[] => [name, ...aliases];

function identity(slo: WrittenSlo, environment: Environment, { written, defaults }: ServiceContext) {
  const { metadata, spec } = written;
  const owner = metadata.owner ?? defaults.owner;
  return {
    id: sloId(metadata.name.value, slo.name.value, environment.name),
    service: metadata.name.value,
    name: slo.name.value,
    environment: environment.name,
    ...(slo.description === undefined ? {} : { description: slo.description }),
    ...(owner === undefined ? {} : { owner }),
    ...(spec.criticality === undefined ? {} : { criticality: spec.criticality }),
    labels: mergeTexts(defaults.labels, metadata.labels, slo.labels),
    prometheus: environment.prometheus,
    source: sourceRef(slo.name.place),
  };
}

/** The named table, else the built-in one of the window; undefined after reporting that there is none. */
function tableOf({ alerting, window }: Settings, { findTable, report }: Context): Table | undefined {
  if (alerting.windows !== undefined) {
    const table = findTable(alerting.windows);
    return table === "broken" ? undefined : table;
  }
  const table = builtInTable(window.value.length);
  if (table !== undefined) return table;
  const message = `the built-in alert windows reach 3d and do not suit a window of ${windowText(window.value)}`;
  report(
    "alert-windows-needed",
    window.place,
    message,
    "write an AlertWindows and name it in alerting.windows",
  );
  return undefined;
}

/** Kinds that know by themselves when they are idle. */
const withoutPresence: Readonly<Record<string, string>> = {
  probe: "a journey that does not run is no data: presence would make a stopped prober a perfect month",
  composite: "each member of a composite says by itself when it is idle",
};

function checkPresence({ sli, presence, keys, name }: WrittenSlo, report: Context["report"]): boolean {
  const message = withoutPresence[sli.sli.kind];
  if (message === undefined || presence === undefined) return true;
  report("conflicting-keys", keys.presence ?? name.place, message, "remove `presence`");
  return false;
}

function joinSli(
  sli: WrittenSlo["sli"]["sli"],
  { matchers }: Environment,
  context: Context,
  members: readonly Member[],
): Sli | undefined {
  switch (sli.kind) {
    case "ratio":
      return { ...sli, part: joinQuery(sli.part, matchers), total: joinQuery(sli.total, matchers) };
    case "latency":
      return { ...sli, histogram: joinSelector(sli.histogram, matchers) };
    case "gauge":
      return { ...sli, selector: joinSelector(sli.selector, matchers) };
    case "threshold":
      return { ...sli, metric: joinSelector(sli.metric, matchers) };
    case "errorRatio":
      return { ...sli, expression: joinExpression(sli.expression, matchers) };
    case "template":
      // Replaced before; one that could not be is of an SLO that is broken.
      return undefined;
    case "probe":
      return resolveProbe(sli, matchers, context);
    case "composite":
      return { kind: sli.of, members, missing: sli.missing ?? defaultMissing(sli.of) };
    case "journey":
    case "all":
    case "any":
    case "weighted":
      return sli;
  }
}
