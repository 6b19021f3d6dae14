import type { Definitions } from "../../../src/model/definitions.ts";
import type { Slo } from "../../../src/model/slo.ts";
import { loadDefinitions } from "../../../src/spec/load.ts";
import type { LoadOptions } from "../../../src/spec/resolve/context.ts";

/** Definitions of texts that must be sound; a text alone stands in `slos/service.yaml`. */
export function definitionsOf(
  files: string | Readonly<Record<string, string>>,
  options: LoadOptions = {},
): Definitions {
  const { definitions, diagnostics } = load(files, options);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(JSON.stringify(errors, undefined, 2));
  return definitions;
}

export const load = (files: string | Readonly<Record<string, string>>, options: LoadOptions = {}) =>
  loadDefinitions(
    Object.entries(typeof files === "string" ? { "slos/service.yaml": files } : files).map(
      ([path, text]) => ({
        path,
        text,
      }),
    ),
    options,
  );

export function onlySlo(definitions: Definitions): Slo {
  const [slo, ...others] = definitions.slos;
  if (slo === undefined || others.length > 0)
    throw new Error(`one SLO is expected, not ${definitions.slos.length}`);
  return slo;
}

interface ServiceText {
  name?: string;
  metadata?: string;
  spec?: string;
  slo?: string;
}

/** A service with one SLO, to which lines of `spec:` and of the SLO are added. */
export const service = ({
  name = "checkout",
  metadata = "",
  spec = "",
  slo = "",
}: ServiceText = {}): string => `
apiVersion: nines/v1
kind: Service
metadata: { name: ${name}, owner: team-shop${metadata} }
spec:
  ${spec}
  slos:
    - name: availability
      ${/^objective:/m.test(slo) ? "" : "objective: 99.9%"}
      ${/^\s*sli:/m.test(slo) ? "" : `sli: { ratio: { bad: 'errors_total{code=~"5.."}', total: 'requests_total{job="x"}' } }`}
      ${slo}
`;

export const document = (kind: string, name: string, spec: string): string =>
  `apiVersion: nines/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
