import { parseTemplate, isVariableName, variablesOf, type Template } from "../../../model/template.ts";
import { builtinVariables, type Field, type TemplatedJson } from "../../../model/journey.ts";
import type { Report } from "../../report.ts";
import { record, type KeyShape } from "../../shapes/object.ts";
import { failed, refine, refuseType, type Decoded, type Shape } from "../../shapes/shape.ts";
import { text } from "../../shapes/texts.ts";
import type { Place } from "../../source.ts";
import { quoteShort, type Node } from "../../yaml/nodes.ts";

/** A place where a step or a variable uses a variable. */
export interface Use {
  name: string;
  place: Place;
}

/** Something made of templates, with every variable that it uses. */
export interface Templated<T> {
  value: T;
  uses: readonly Use[];
}

/** Where `{{name}}` stands in the text as it was written, quotes and all. */
function placeOf(name: string, { source, start, end }: Place): Place {
  const found = new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`).exec(source.text.slice(start, end));
  if (found === null) return { source, start, end };
  return { source, start: start + found.index, end: start + found.index + found[0].length };
}

function readTemplate(written: string, { place }: Node, report: Report): Decoded<Templated<Template>> {
  const parsed = parseTemplate(written);
  if (parsed.ok) {
    const uses = variablesOf(parsed.template).map((name) => ({ name, place: placeOf(name, place) }));
    return { value: parsed.template, uses };
  }
  report(
    "template-shape",
    place,
    parsed.message,
    "write a variable as {{name}}; a literal {{ cannot be sent",
  );
  return failed;
}

/** A text in which `{{name}}` stands for a variable. */
export const template: Shape<Templated<Template>> = refine(text, readTemplate);

/** Names of headers, query parameters and form fields: any text without line breaks. */
const fieldKey: KeyShape = {
  schema: { type: "string" },
  check: (name, place, report) => {
    if (name !== "" && !/[\r\n\0]/.test(name)) return true;
    report("wrong-type", place, "a name is needed here, on one line", "write a name such as accept");
    return false;
  },
};

export const join = (parts: readonly Templated<unknown>[]): readonly Use[] =>
  parts.flatMap(({ uses }) => uses);

/** `name: text` pairs. */
export const fields = (what: string): Shape<Templated<readonly Field[]>> =>
  refine(record(template, fieldKey, what), (entries) => ({
    value: entries.map(({ name, value }) => ({ name, value: value.value })),
    uses: join(entries.map(({ value }) => value)),
  }));

/** A name that steps may use: letters, digits and underscores. Names that every run has are taken. */
export const variableKey: KeyShape = {
  schema: { type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_]{0,63}$" },
  check: (name, place, report) => {
    const isTaken = builtinVariables.some((each) => each === name);
    if (isVariableName(name) && !isTaken) return true;
    const message = isTaken
      ? `every run has the variable "${name}" already`
      : `${quoteShort(name)} is no name of a variable: letters, digits and underscores, no digit first`;
    report("variable-name", place, message, "write a name such as order_id");
    return false;
  },
};

const scalars: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/** What JSON an unquoted YAML scalar means. */
function scalar(node: Extract<Node, { kind: "text" }>): string | number | boolean | null {
  if (node.style !== "plain") return node.text;
  if (Object.hasOwn(scalars, node.text)) return scalars[node.text] ?? null;
  return number.test(node.text) ? Number(node.text) : node.text;
}

/** Any JSON, as it is: no variables. */
export const plainJson: Shape<unknown> = {
  schema: {},
  decode: (node) => {
    const value = toPlain(node);
    return node.kind === "broken" ? failed : value;
  },
};

function toPlain(node: Node): Plain {
  switch (node.kind) {
    case "text":
      return scalar(node);
    case "empty":
    // What is broken has been reported, and with it the document is refused.
    case "broken":
      return null;
    case "list":
      return node.items.map((item) => toPlain(item));
    case "map":
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, toPlain(value)]));
  }
}

/** Any JSON in which every text is a template. */
export const templatedJson: Shape<Templated<TemplatedJson>> = {
  schema: {},
  decode: (node, report) => {
    const uses: Use[] = [];
    const value = toTemplated(node, report, uses);
    return value === failed ? failed : { value, uses };
  },
};

function toTemplated(node: Node, report: Report, uses: Use[]): Decoded<TemplatedJson> {
  switch (node.kind) {
    case "text": {
      const value = scalar(node);
      if (typeof value !== "string") return { kind: "value", value };
      const read = readTemplate(value, node, report);
      if (read === failed) return failed;
      uses.push(...read.uses);
      return { kind: "text", text: read.value };
    }
    case "empty":
      return { kind: "value", value: null };
    case "list": {
      const items = node.items.map((item) => toTemplated(item, report, uses));
      const sound = items.filter((item) => item !== failed);
      return sound.length === items.length ? { kind: "list", items: sound } : failed;
    }
    case "map": {
      const sound = [...node.entries].flatMap(([name, entry]) => {
        const value = toTemplated(entry.value, report, uses);
        return value === failed ? [] : [{ name, value }];
      });
      const isWhole = sound.length === node.entries.size && !node.isDamaged;
      return isWhole ? { kind: "object", fields: sound } : failed;
    }
    case "broken":
      return refuseType(node, report, "JSON", "any value");
  }
}
