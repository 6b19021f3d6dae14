import { quoteShort, type Node } from "../yaml/nodes.ts";
import {
  object,
  optional,
  record,
  required,
  type KeyShape,
  type ObjectOf,
  type RecordEntry,
} from "../shapes/object.ts";
import { located, refuseType, type failed, type Located, type Shape } from "../shapes/shape.ts";
import { anyKey, name, text, word } from "../shapes/texts.ts";
import { documentShape } from "./envelope.ts";

/** What a parameter may be given, and so how it enters the template's PromQL. */
export const parameterTypes = ["text", "regex", "metric", "label", "matchers", "duration", "number"] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** A part of a template that is read once its parameters are known. */
const unread: Shape<Node> = {
  schema: {},
  decode: (node, report) =>
    node.kind === "empty" || node.kind === "broken"
      ? refuseType(node, report, "an SLI", "ratio:, latency:, gauge: or errorRatio:")
      : node,
};

const parameterKey: KeyShape = {
  schema: { type: "string", pattern: "^[a-z][a-zA-Z0-9]{0,39}$" },
  check: (value, place, report) => {
    if (/^[a-z][a-zA-Z0-9]{0,39}$/.test(value)) return true;
    const message = `${quoteShort(value)} is no parameter's name: letters and digits, a small letter first`;
    report("name-shape", place, message, "write a name such as maxAge");
    return false;
  },
};

const parameterFields = {
  type: required(word(parameterTypes, "parameter type"), "What may be given"),
  description: required(text, "What it is for"),
  default: optional(located(text), "What it is when nobody gives it; without one it must be given"),
  example: optional(text, "A value to show; needed where there is no default"),
};
export type WrittenParameter = RecordEntry<ObjectOf<typeof parameterFields>>;

export const sliTemplateShape = documentShape(
  "SliTemplate",
  object(
    {
      description: required(text, "What it measures, in one line"),
      notes: optional(text, "What to know before using it: exporter, versions, what it does not see"),
      parameters: optional(
        record(object(parameterFields, "a parameter"), parameterKey, "parameters"),
        "What a use of it gives",
      ),
      sli: required(unread, "The SLI, with {{parameter}} where a parameter stands"),
      presence: optional(located(text), "Selector that is 1 while the service is there"),
    },
    "spec of SliTemplate",
  ),
);
export type WrittenTemplate = Exclude<ReturnType<typeof sliTemplateShape.decode>, typeof failed>;

const useFields = {
  name: required(located(name), "The template"),
  with: optional(record(located(text), anyKey, "with"), "Its parameters"),
};
const useObject = object(useFields, "a template");

/** A use of a template, before it is known. */
export interface WrittenUse {
  kind: "template";
  name: Located<string>;
  given: readonly RecordEntry<Located<string>>[];
}

/** `template: {name: http-server, with: {job: checkout}}` */
export const useShape: Shape<WrittenUse> = {
  schema: useObject.schema,
  decode: (node, report) => {
    const read = useObject.decode(node, report);
    return typeof read === "symbol" ? read : { kind: "template", name: read.name, given: read.with ?? [] };
  },
};
