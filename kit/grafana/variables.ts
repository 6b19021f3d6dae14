import type { ReadVariable } from "./board.ts";

/** What is chosen at the top of a board; `all` where every value is. */
export type Choice = string | readonly string[] | { readonly all: true };

/** Variables of Grafana's own, as a chart of a given width and time has them. */
export interface Shown {
  /** Unix seconds. */
  from: number;
  to: number;
  /** Seconds between two points. */
  step: number;
}

// What Grafana's Prometheus data source does with a value inside a quoted string: plain for a variable of one value,
// as a regular expression for one of many.
const escapedText = (value: string): string => value.replaceAll("\\", "\\\\").replaceAll("'", "\\\\'");
const escapedPattern = (value: string): string =>
  value.replaceAll("\\", "\\\\\\\\").replaceAll(/[$^*{}[\]'+?.()|]/g, "\\\\$&");

function written(variable: ReadVariable, choice: Choice): string {
  if (typeof choice === "object" && "all" in choice) return variable.allValue ?? "";
  const values = typeof choice === "string" ? [choice] : choice;
  if (!variable.multi && !variable.includeAll) return escapedText(values[0] ?? "");
  const patterns = values.map(escapedPattern);
  return patterns.length === 1 ? (patterns[0] ?? "") : `(${patterns.join("|")})`;
}

const builtIn = ({ from, to, step }: Shown): Readonly<Record<string, string>> => ({
  __from: String(Math.round(from * 1_000)),
  __to: String(Math.round(to * 1_000)),
  "__from:date:seconds": String(Math.round(from)),
  "__to:date:seconds": String(Math.round(to)),
  __interval: `${step}s`,
  __interval_ms: String(step * 1_000),
  __rate_interval: `${Math.max(step + 30, 120)}s`,
  __range: `${Math.round(to - from)}s`,
  __range_s: String(Math.round(to - from)),
});

/** A text with its variables as Grafana would send it; a name that nobody knows stays as it is, as there. */
export function interpolate(
  text: string,
  variables: readonly ReadVariable[],
  chosen: Readonly<Record<string, Choice>>,
  shown: Shown,
): string {
  const own = builtIn(shown);
  return text.replaceAll(/\$(\w+)|\$\{([\w:]+)\}/g, (whole, plain?: string, braced?: string) => {
    const name = plain ?? braced ?? "";
    if (Object.hasOwn(own, name)) return own[name] ?? whole;
    const variable = variables.find((each) => each.name === name);
    const choice = Object.hasOwn(chosen, name) ? chosen[name] : undefined;
    return variable === undefined || choice === undefined ? whole : written(variable, choice);
  });
}
