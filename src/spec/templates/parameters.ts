import { parser } from "@prometheus-io/lezer-promql";
import type { ParameterType } from "../kinds/template.ts";
import { regexFault } from "../promql/selector.ts";

/** What is wrong with a value, as the end of "… is …", and what would be right. */
export interface Fault {
  message: string;
  remedy: string;
}

interface TypeInfo {
  /** Undefined when the value will do. */
  faultOf: (value: string) => Fault | undefined;
  /** How the value stands in the template: what goes between quotes is escaped. */
  write: (value: string) => string;
}

const asIs = (value: string): string => value;
const quoted = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

const shaped =
  (pattern: RegExp, message: string, remedy: string) =>
  (value: string): Fault | undefined =>
    pattern.test(value) ? undefined : { message, remedy };

/** Nothing but matchers: whatever could end the braces or start another selector is an error of the grammar. */
function matchersFault(value: string): Fault | undefined {
  if (value.trim() === "") return undefined;
  const fault = { message: "no list of matchers", remedy: 'write route="/pay", code!="404"' };
  if (value.includes("#")) return fault;
  const tree = parser.parse(`x{${value}}`);
  let isSound = tree.topNode.firstChild?.name === "VectorSelector";
  tree.iterate({ enter: (node) => void (isSound &&= !node.type.isError) });
  return isSound ? undefined : fault;
}

/** Each type of parameter: what it takes, and how that stands in PromQL. */
export const parameterTypeInfo: Readonly<Record<ParameterType, TypeInfo>> = {
  text: { faultOf: () => undefined, write: quoted },
  regex: {
    faultOf: (value) => {
      const fault = regexFault(value);
      return fault === undefined
        ? undefined
        : { message: `no regular expression of Prometheus: ${fault}`, remedy: "Prometheus reads RE2" };
    },
    write: quoted,
  },
  metric: {
    faultOf: shaped(
      /^[a-zA-Z_:][a-zA-Z0-9_:]*$/,
      "no metric name",
      "write a name such as http_requests_total",
    ),
    write: asIs,
  },
  label: {
    faultOf: shaped(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "no label name", "write a name such as job"),
    write: asIs,
  },
  matchers: { faultOf: matchersFault, write: asIs },
  duration: {
    faultOf: shaped(/^\d+(\.\d+)?(ms|s|m|h|d|w)$/, "no duration", "write it as 300ms, 2.5s or 5m"),
    write: asIs,
  },
  number: {
    faultOf: shaped(/^-?\d{1,15}(\.\d{1,9})?$/, "no number", "write it as 1000 or 0.9"),
    write: asIs,
  },
};
