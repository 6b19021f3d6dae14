import { type Template, variablesOf } from "../model/template.ts";

/** A value of a variable in one run. */
export interface Value {
  text: string;
  /** The type a response gave it: a JSON body sends it back as it came. */
  json?: number | boolean;
  /** It came from a server, which may send anything. */
  extracted: boolean;
  /** Nothing that nines writes shows it. */
  sensitive: boolean;
}
export type Values = ReadonlyMap<string, Value>;

export const ownValue = (text: string): Value => ({ text, extracted: false, sensitive: false });
export const secretValue = (text: string): Value => ({ text, extracted: false, sensitive: true });

export type Rendered =
  | { ok: true; text: string; extracted: boolean; sensitive: boolean }
  | { ok: false; missing: readonly string[] };

/** The variables of some templates that have no value. */
export const missingFrom = (templates: readonly Template[], values: Values): readonly string[] => [
  ...new Set(templates.flatMap(variablesOf).filter((name) => !values.has(name))),
];

/**
 * Puts values into a template; `encode` is for those that do not stand at its very beginning. A value is never read
 * as a template again, and without every value there is no text at all.
 */
export function render(template: Template, values: Values, encode = (text: string) => text): Rendered {
  const missing = missingFrom([template], values);
  if (missing.length > 0) return { ok: false, missing };
  let [text, extracted, sensitive] = ["", false, false];
  for (const [index, part] of template.entries()) {
    if (part.kind === "text") {
      text += part.text;
      continue;
    }
    const value = values.get(part.name);
    if (value === undefined) continue;
    text += index === 0 ? value.text : encode(value.text);
    extracted ||= value.extracted;
    sensitive ||= value.sensitive;
  }
  return { ok: true, text, extracted, sensitive };
}
