import type { Selector } from "../../model/promql.ts";
import { sliShape, type WrittenSli } from "../kinds/sli.ts";
import type { WrittenParameter, WrittenTemplate, WrittenUse } from "../kinds/template.ts";
import { suggest } from "../nearest.ts";
import { selector } from "../promql/query.ts";
import type { Report } from "../report.ts";
import { failed, type Located } from "../shapes/shape.ts";
import { quoteShort } from "../yaml/nodes.ts";
import { fill, fillText, reportAt } from "./fill.ts";
import { parameterTypeInfo } from "./parameters.ts";

/** What a use of a template comes to. */
export interface Expanded {
  sli: WrittenSli;
  presence?: Selector;
}

/** The SLI that a use of a template stands for; undefined after reporting what keeps it from being one. */
export function expand(use: WrittenUse, template: WrittenTemplate, report: Report): Expanded | undefined {
  const values = valuesOf(use, template, report);
  return values === undefined ? undefined : instantiate(use.name, template, values, report);
}

/** The template with every parameter replaced; what is wrong with the result is reported at `place`. */
function instantiate(
  { value: name, place }: Located<string>,
  { spec }: WrittenTemplate,
  values: ReadonlyMap<string, string>,
  report: Report,
): Expanded | undefined {
  const inside = reportAt(report, place, `in the template ${name}`);
  const sli = sliShape.decode(fill(spec.sli, values), inside);
  if (sli === failed) return undefined;
  const read = { ...sli, place, queries: sli.queries.map((query) => ({ ...query, place })) };
  if (spec.presence === undefined) return { sli: read };
  const { value, place: at } = spec.presence;
  const node = { kind: "text", text: fillText(value, values), style: "plain", place: at } as const;
  const presence = selector.decode(node, inside);
  return presence === failed ? undefined : { sli: read, presence };
}

/** Each parameter's value as it stands in PromQL; undefined after reporting what is missing or will not do. */
function valuesOf(
  { name, given }: WrittenUse,
  { spec }: WrittenTemplate,
  report: Report,
): ReadonlyMap<string, string> | undefined {
  const parameters = spec.parameters ?? [];
  const known = parameters.map((each) => each.name);
  const refused: string[] = [];
  const refuse = (...said: Parameters<Report>): void => {
    report(...said);
    refused.push(said[0]);
  };
  for (const { name: parameter, key } of given)
    if (!known.includes(parameter))
      refuse(
        "unknown-parameter",
        key,
        `${name.value} has no parameter ${quoteShort(parameter)}`,
        suggest(parameter, known),
      );
  const values = new Map<string, string>();
  for (const parameter of parameters) {
    const written = given.find((each) => each.name === parameter.name)?.value;
    const value = written ?? parameter.value.default;
    if (value === undefined) {
      const remedy = `add \`with: { ${parameter.name}: ${parameter.value.example ?? "…"} }\``;
      refuse(
        "parameter-missing",
        name.place,
        `${name.value} needs ${parameter.name}: ${parameter.value.description}`,
        remedy,
      );
      continue;
    }
    const fault = faultOf(parameter, value.value);
    if (fault === undefined) values.set(parameter.name, write(parameter, value.value));
    else
      refuse(
        "parameter-value",
        written?.place ?? name.place,
        `${quoteShort(value.value)} is ${fault.message}`,
        fault.remedy,
      );
  }
  return refused.length === 0 ? values : undefined;
}

const faultOf = ({ value }: WrittenParameter, text: string) => parameterTypeInfo[value.type].faultOf(text);
const write = ({ value }: WrittenParameter, text: string): string =>
  parameterTypeInfo[value.type].write(text);
