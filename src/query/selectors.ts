import { label } from "../model/names.ts";
import { formatSelector, type Matcher } from "../model/promql.ts";

/** Names in nines hold letters, digits, dashes, dots and colons only: of these a regular expression minds just the dot. */
export const anyOf = (values: Iterable<string>): string =>
  [...new Set(values)]
    .sort()
    .map((value) => value.replaceAll(".", "\\."))
    .join("|");

const atLeastOne = (name: string, values: Iterable<string>): Matcher => ({
  label: name,
  op: "=~",
  value: anyOf(values),
});

/** Series of several names, of the given environments only: other tenants of this Prometheus stay unread. */
export const seriesOf = (
  names: Iterable<string>,
  environments: Iterable<string>,
  extra: readonly Matcher[] = [],
): string => {
  const distinct = [...new Set(names)];
  const [only] = distinct;
  const environment = atLeastOne(label.environment, environments);
  return distinct.length === 1 && only !== undefined
    ? formatSelector({ metric: only, matchers: [environment, ...extra] })
    : formatSelector({ matchers: [atLeastOne(label.metricName, distinct), environment, ...extra] });
};
