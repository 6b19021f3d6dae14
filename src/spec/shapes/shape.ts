import type { Node } from "../yaml/nodes.ts";
import { nameOfKind } from "../yaml/nodes.ts";
import type { Report } from "../report.ts";
import type { Place } from "../source.ts";

/** What a decoder returns instead of a value, after it has reported why. */
export const failed = Symbol("failed");
export type Failed = typeof failed;
export type Decoded<T> = T | Failed;

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * One description of a value, used twice: it decodes, and it is the JSON Schema that editors read.
 * So the two cannot drift apart.
 */
export interface Shape<T> {
  schema: JsonSchema;
  decode: (node: Node, report: Report) => Decoded<T>;
}

/** A value and where it was written. */
export interface Located<T> {
  value: T;
  place: Place;
}

export const located = <T>({ schema, decode }: Shape<T>): Shape<Located<T>> => ({
  schema,
  decode: (node, report) => {
    const value = decode(node, report);
    return value === failed ? failed : { value, place: node.place };
  },
});

/** Reports that a node has the wrong type, unless it is broken and has been reported already. */
export function refuseType(node: Node, report: Report, wanted: string, example: string): Failed {
  if (node.kind === "empty")
    report("missing-value", node.place, `there is no value; ${wanted} is needed`, `write ${example}`);
  else if (node.kind !== "broken")
    report("wrong-type", node.place, `${wanted} is needed here, not ${nameOfKind(node)}`, `write ${example}`);
  return failed;
}

/** The same value read further, into a better type or a problem at the same place. */
export const refine = <T, U>(
  shape: Shape<T>,
  read: (value: T, node: Node, report: Report) => Decoded<U>,
  schema: JsonSchema = shape.schema,
): Shape<U> => ({
  schema,
  decode: (node, report) => {
    const value = shape.decode(node, report);
    return value === failed ? failed : read(value, node, report);
  },
});

/** The same shape with the sentence that editors show. */
export const describe = <T>(shape: Shape<T>, description: string): Shape<T> => ({
  ...shape,
  schema: { ...shape.schema, description },
});
