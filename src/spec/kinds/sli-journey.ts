import type { RunCounting } from "../../model/slo.ts";
import { object, optional, required } from "../shapes/object.ts";
import { failed, located, refine, type Located, type Shape } from "../shapes/shape.ts";
import { name, wholeNumber, word } from "../shapes/texts.ts";

/** An SLI that a journey feeds, by the journey's name: what else it needs to know the Journey says. */
export interface WrittenProbe {
  kind: "probe";
  journey: Located<string>;
  of:
    | { kind: "runs"; counting: Located<RunCounting> }
    | { kind: "latency"; step: Located<string> | undefined; threshold: Located<number> };
}

const kOfNFields = {
  failed: required(wholeNumber(1, 100), "A round is bad when it fails at so many locations"),
  locations: required(wholeNumber(1, 100), "How many locations there are"),
};
const kOfN = refine(object(kOfNFields, "kOfN"), ({ failed: k, locations, keys, place }, _node, report) => {
  if (k <= locations) return { kind: "kOfN" as const, failed: k, locations };
  const message = `${k} of ${locations} locations can never fail`;
  report("number-out-of-range", keys.failed ?? place, message, `write a number from 1 to ${locations}`);
  return failed;
});

const wholeCounting = word(["allRuns", "anyLocation"], "way of counting");
const partCounting = object(
  { kOfN: required(kOfN, "A round is bad when k of n locations fail it") },
  "a way of counting",
);

const counting: Shape<Located<RunCounting>> = {
  schema: { anyOf: [wholeCounting.schema, partCounting.schema] },
  decode: (node, report) => {
    if (node.kind === "map") {
      const read = partCounting.decode(node, report);
      return read === failed ? failed : { value: read.kOfN, place: read.keys.kOfN ?? node.place };
    }
    const kind = wholeCounting.decode(node, report);
    return kind === failed ? failed : { value: { kind }, place: node.place };
  },
};

const fullShape = object(
  {
    name: required(located(name), "The journey"),
    counting: optional(counting, "allRuns (default), anyLocation or kOfN"),
  },
  "a journey",
);

/** `journey: buy-a-book`, or `journey: {name: buy-a-book, counting: …}`. */
export const journeySliShape: Shape<WrittenProbe> = {
  schema: { anyOf: [name.schema, fullShape.schema] },
  decode: (node, report) => {
    const all = { value: { kind: "allRuns" as const }, place: node.place };
    if (node.kind !== "map") {
      const journey = located(name).decode(node, report);
      return journey === failed ? failed : { kind: "probe", journey, of: { kind: "runs", counting: all } };
    }
    const read = fullShape.decode(node, report);
    if (read === failed) return failed;
    return { kind: "probe", journey: read.name, of: { kind: "runs", counting: read.counting ?? all } };
  },
};
