import { missingRules, type CompositeKind, type MissingRule } from "../../model/composite.ts";
import type { Report } from "../report.ts";
import { list } from "../shapes/list.ts";
import { object, optional, record, required, type KeyShape } from "../shapes/object.ts";
import {
  failed,
  located,
  refine,
  refuseType,
  type Decoded,
  type Located,
  type Shape,
} from "../shapes/shape.ts";
import { isName, nameRule, text, word } from "../shapes/texts.ts";
import type { Place } from "../source.ts";
import { quoteShort, type Node } from "../yaml/nodes.ts";

/** A member by name: of the composite's own service unless another is named. */
export interface WrittenMember {
  service: string | undefined;
  name: string;
  weight: number;
}

/** An SLI over other SLOs, which are looked up when all of them are known. */
export interface WrittenComposite {
  kind: "composite";
  of: CompositeKind;
  members: readonly Located<WrittenMember>[];
  missing: MissingRule | undefined;
}

const referenceSchema = {
  type: "string",
  pattern: "^[a-z0-9][a-z0-9-]*([./][a-z0-9][a-z0-9-]*)?$",
};

/** `latency`, or `payments.latency` of another service. */
function readReference(
  written: string,
  place: Place,
  report: Report,
): Decoded<Omit<WrittenMember, "weight">> {
  const parts = written.split(/[./]/);
  const [first = "", second, ...more] = parts;
  if (more.length > 0 && parts.every(isName)) {
    const message = `${quoteShort(written)} names an environment: members stand in the composite's own`;
    report("member-environment", place, message, `write ${first}.${second ?? ""}`);
    return failed;
  }
  if (more.length === 0 && parts.every(isName))
    return second === undefined ? { service: undefined, name: first } : { service: first, name: second };
  const message = `${quoteShort(written)} names no SLO: names are ${nameRule}`;
  report("name-shape", place, message, "write latency, or payments.latency for another service's");
  return failed;
}

const reference: Shape<Located<WrittenMember>> = located(
  refine(
    text,
    (written, { place }, report) => {
      const read = readReference(written, place, report);
      return read === failed ? failed : { ...read, weight: 1 };
    },
    referenceSchema,
  ),
);

const weight: Shape<number> = refine(
  text,
  (written, node, report) => {
    if (!/^-?\d{1,9}(\.\d{1,6})?$/.test(written))
      return refuseType(node, report, "a weight", "a number such as 3 or 0.5");
    if (Number(written) > 0) return Number(written);
    report(
      "number-out-of-range",
      node.place,
      `a weight of ${written} counts nothing`,
      "write a number above 0",
    );
    return failed;
  },
  { type: "number", exclusiveMinimum: 0 },
);

// What a key names is read once its weight is known.
const referenceKey: KeyShape = { schema: referenceSchema, check: () => true };

const needsMembers = <T>(members: readonly T[], node: Node, report: Report): Decoded<readonly T[]> => {
  if (members.length > 0) return members;
  report(
    "missing-value",
    node.place,
    "a composite needs members",
    "name SLOs, such as [availability, latency]",
  );
  return failed;
};

type Members = readonly Located<WrittenMember>[];
const anyList = list(reference, "the list of members");
const listed: Shape<Members> = refine(anyList, needsMembers, { ...anyList.schema, minItems: 1 });

const weights = record(weight, referenceKey, "weights");
const weighed: Shape<Members> = refine(
  weights,
  (entries, node, report) => {
    const members = entries.map(({ name, key, value }) => {
      const read = readReference(name, key, report);
      return read === failed ? failed : { value: { ...read, weight: value }, place: key };
    });
    const sound = members.filter((member) => member !== failed);
    return sound.length === members.length ? needsMembers(sound, node, report) : failed;
  },
  { ...weights.schema, minProperties: 1 },
);

/** The members alone, or `{of: …, missing: …}`. */
function compositeShape(
  of: CompositeKind,
  members: Shape<Members>,
  isShort: (node: Node) => boolean,
): Shape<WrittenComposite> {
  const full = object(
    {
      of: required(members, of === "weighted" ? "SLO → weight" : "The SLOs"),
      missing: optional(
        word(missingRules, "way to count a missing member"),
        `An interval in which a member has no data: noData, good, bad or ignore; ${of === "any" ? "bad" : "noData"} when left out`,
      ),
    },
    `${of} of several SLOs`,
  );
  return {
    schema: { anyOf: [members.schema, full.schema] },
    decode: (node, report) => {
      if (isShort(node)) {
        const read = members.decode(node, report);
        return read === failed ? failed : { kind: "composite", of, members: read, missing: undefined };
      }
      const read = full.decode(node, report);
      return read === failed ? failed : { kind: "composite", of, members: read.of, missing: read.missing };
    },
  };
}

const isNoMap = (node: Node): boolean => node.kind !== "map";
/** Weights by name, unless `of` holds them: an SLO may be called so, but a map is no weight. */
const isWeights = (node: Node): boolean =>
  node.kind !== "map" || (node.entries.size > 0 && node.entries.get("of")?.value.kind !== "map");

export const allShape = compositeShape("all", listed, isNoMap);
export const anyShape = compositeShape("any", listed, isNoMap);
export const weightedShape = compositeShape("weighted", weighed, isWeights);
