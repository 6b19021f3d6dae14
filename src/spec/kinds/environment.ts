import type { Matcher } from "../../model/promql.ts";
import { list } from "../shapes/list.ts";
import { object, optional, record, required } from "../shapes/object.ts";
import { located, failed, refine, type Shape } from "../shapes/shape.ts";
import { matcherKey, name, text } from "../shapes/texts.ts";
import { documentShape } from "./envelope.ts";

const regexObject = object(
  { regex: required(text, "A regular expression for the whole value") },
  "a matcher",
);

/** `prod`, or `{regex: prod-.*}`. */
const matcherValue: Shape<Omit<Matcher, "label">> = {
  schema: { anyOf: [text.schema, regexObject.schema] },
  decode: (node, report) => {
    if (node.kind !== "map") {
      const value = text.decode(node, report);
      return value === failed ? failed : { op: "=", value };
    }
    const value = regexObject.decode(node, report);
    return value === failed ? failed : { op: "=~", value: value.regex };
  },
};

const matchers: Shape<readonly Matcher[]> = refine(record(matcherValue, matcherKey, "matchers"), (entries) =>
  entries.map(({ name: label, value }) => ({ label, ...value })),
);

export const environmentShape = documentShape(
  "Environment",
  object(
    {
      description: optional(text, "What runs here"),
      aliases: optional(list(located(name), "aliases"), "Other names people and pipelines use"),
      prometheus: optional(name, "Name of the Prometheus source in the server's configuration"),
      matchers: optional(matchers, "Labels that join every selector, unless it has the label already"),
    },
    "spec of Environment",
  ),
);
export type WrittenEnvironment = Exclude<ReturnType<typeof environmentShape.decode>, typeof failed>;
