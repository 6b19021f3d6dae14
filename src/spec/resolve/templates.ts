import type { WrittenService, WrittenSlo } from "../kinds/service.ts";
import { sliShape } from "../kinds/sli.ts";
import type { WrittenParameter, WrittenTemplate } from "../kinds/template.ts";
import { suggest } from "../nearest.ts";
import type { Report } from "../report.ts";
import { failed, type Located } from "../shapes/shape.ts";
import { catalogue } from "../templates/catalogue.ts";
import { expand } from "../templates/expand.ts";
import { fill, namesIn, textsOf } from "../templates/fill.ts";
import { parameterTypeInfo } from "../templates/parameters.ts";
import { quoteShort, type Node } from "../yaml/nodes.ts";
import { keepFirst } from "./unique.ts";

/** Finds a template by name; undefined after reporting that there is none, or silently when it is broken. */
type FindTemplate = (name: Located<string>) => WrittenTemplate | undefined;

/** The services with every `template:` replaced by the SLI that it stands for. */
export function expandTemplates(
  services: readonly WrittenService[],
  templates: readonly WrittenTemplate[],
  broken: ReadonlySet<string>,
  report: Report,
): WrittenService[] {
  const find = indexTemplates(templates, broken, report);
  return services.map((service) => {
    const { slos } = service.spec;
    if (slos?.some(usesTemplate) !== true) return service;
    return { ...service, spec: { ...service.spec, slos: slos.map((slo) => expandSlo(slo, find, report)) } };
  });
}

const usesTemplate = ({ sli }: WrittenSlo): boolean => sli.sli.kind === "template";

/** What the SLO says itself goes before what its template says. */
function expandSlo(slo: WrittenSlo, find: FindTemplate, report: Report): WrittenSlo {
  const use = slo.sli.sli;
  if (use.kind !== "template") return slo;
  const template = find(use.name);
  const expanded = template === undefined ? undefined : expand(use, template, report);
  if (expanded === undefined) return { ...slo, isBroken: true };
  return { ...slo, sli: expanded.sli, presence: slo.presence ?? expanded.presence };
}

/** A team's own templates, before those that come with nines. */
function indexTemplates(
  templates: readonly WrittenTemplate[],
  broken: ReadonlySet<string>,
  report: Report,
): FindTemplate {
  const own = keepFirst(templates, ({ metadata }) => metadata.name, "template", report);
  const unsound = new Set<string>(broken);
  for (const [name, template] of own) if (!isSound(template, report)) unsound.add(name);
  return ({ value, place }) => {
    if (unsound.has(value)) return undefined;
    const found = own.get(value) ?? catalogue().get(value)?.template;
    if (found === undefined) {
      const known = [...own.keys(), ...catalogue().keys()];
      report("unknown-template", place, `no template is called "${value}"`, suggest(value, known));
    }
    return found;
  };
}

/** A template is tried with its defaults and examples, so that it is wrong where it is written. */
function isSound({ spec }: WrittenTemplate, report: Report): boolean {
  const parameters = spec.parameters ?? [];
  const strays = strayNames(spec.sli, parameters, report);
  const samples = samplesOf(parameters, report);
  if (strays > 0 || samples.size < parameters.length) return false;
  return sliShape.decode(fill(spec.sli, samples), report) !== failed;
}

/** How many texts name a parameter that there is not. */
function strayNames(sli: Node, parameters: readonly WrittenParameter[], report: Report): number {
  const known = parameters.map(({ name }) => name);
  const strays = textsOf(sli).flatMap(({ text, place }) =>
    namesIn(text).flatMap((name) => (known.includes(name) ? [] : [{ name, place }])),
  );
  for (const { name, place } of strays)
    report(
      "unknown-parameter",
      place,
      `the template has no parameter ${quoteShort(name)}`,
      suggest(name, known),
    );
  return strays.length;
}

/** A value for each parameter, as it stands in PromQL; one without a usable value is reported and left out. */
function samplesOf(parameters: readonly WrittenParameter[], report: Report): ReadonlyMap<string, string> {
  const samples = new Map<string, string>();
  for (const { name, key, value } of parameters) {
    const sample = value.default?.value ?? value.example;
    if (sample === undefined) {
      report("missing-key", key, `${name} has neither a default nor an example`, "add `example:`");
      continue;
    }
    const { faultOf, write } = parameterTypeInfo[value.type];
    const fault = faultOf(sample);
    if (fault === undefined) samples.set(name, write(sample));
    else {
      const place = value.default?.place ?? key;
      report("parameter-value", place, `${quoteShort(sample)} is ${fault.message}`, fault.remedy);
    }
  }
  return samples;
}
