import type { Dependency } from "../../model/dependencies.ts";
import type { Report } from "../report.ts";
import { list } from "../shapes/list.ts";
import { object, optional, type ObjectOf } from "../shapes/object.ts";
import { failed, located, refine, type Decoded, type Located, type Shape } from "../shapes/shape.ts";
import { flag, name } from "../shapes/texts.ts";
import type { Node } from "../yaml/nodes.ts";

/** A dependency with the place of every name in it. */
export interface WrittenDependency {
  kind: Dependency["kind"];
  services: readonly Located<string>[];
}

const fields = {
  service: optional(located(name), "The service that this one needs"),
  optional: optional(flag, "true: this one does without, in a degraded way"),
  any: optional(list(located(name), "any"), "One of these services is enough"),
};

const bareName: Shape<WrittenDependency> = refine(located(name), (service) => ({
  kind: "serial",
  services: [service],
}));

const eitherKey = {
  oneOf: [{ required: ["service"] }, { required: ["any"], not: { required: ["optional"] } }],
};

const dependencyObject = object(fields, "a dependency");
const mapping: Shape<WrittenDependency> = refine(
  dependencyObject,
  (written, node, report) =>
    written.any === undefined ? single(written, node, report) : redundant(written, report),
  { ...dependencyObject.schema, ...eitherKey },
);

function single(
  { service, optional: isOptional }: ObjectOf<typeof fields>,
  { place }: Node,
  report: Report,
): Decoded<WrittenDependency> {
  if (service !== undefined)
    return { kind: isOptional === true ? "optional" : "serial", services: [service] };
  report("missing-key", place, 'a dependency needs "service" or "any"', "add `service: payments`");
  return failed;
}

function redundant(
  { any = [], keys, place }: ObjectOf<typeof fields>,
  report: Report,
): Decoded<WrittenDependency> {
  const other = keys.service ?? keys.optional;
  if (other !== undefined) {
    report("conflicting-keys", other, 'a dependency with "any" names its services there', "remove this key");
    return failed;
  }
  if (any.length >= 2) return { kind: "redundant", services: any };
  const remedy =
    any[0] === undefined ? "name two services or more" : `write ${any[0].value} by itself, or name another`;
  report(
    "any-of-one",
    keys.any ?? place,
    `"any" of ${any.length === 1 ? "one service" : "no service"} leaves no choice`,
    remedy,
  );
  return failed;
}

/** `payments`, `{ service: mail, optional: true }` or `{ any: [card, paypal] }`. */
export const dependencyShape: Shape<WrittenDependency> = {
  schema: { anyOf: [bareName.schema, mapping.schema] },
  decode: (node, report) => (node.kind === "map" ? mapping : bareName).decode(node, report),
};

export function toDependency({ kind, services }: WrittenDependency): Dependency {
  const names = services.map(({ value }) => value);
  return kind === "redundant" ? { kind, services: names } : { kind, service: names[0] ?? "" };
}
