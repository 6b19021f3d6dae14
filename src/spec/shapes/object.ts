import { nearest, suggest } from "../nearest.ts";
import type { Report } from "../report.ts";
import type { Place } from "../source.ts";
import { quoteShort, type Entry, type MapNode, type Node } from "../yaml/nodes.ts";
import { failed, refuseType, type Decoded, type Failed, type JsonSchema, type Shape } from "./shape.ts";

export interface Field<T, Required extends boolean> {
  shape: Shape<T>;
  isRequired: Required;
  /** The sentence that editors show beside the key. */
  description: string;
}
type Fields = Readonly<Record<string, Field<unknown, boolean>>>;

export const required = <T>(shape: Shape<T>, description: string): Field<T, true> => ({
  shape,
  isRequired: true,
  description,
});
export const optional = <T>(shape: Shape<T>, description: string): Field<T, false> => ({
  shape,
  isRequired: false,
  description,
});

type Value<F> = F extends Field<infer T, true> ? T : F extends Field<infer T, false> ? T | undefined : never;
/** The values of an object's fields, and where the object and each of its keys stand. */
export type ObjectOf<F extends Fields> = { [K in keyof F]: Value<F[K]> } & {
  place: Place;
  keys: Readonly<Partial<Record<keyof F, Place>>>;
};

const fieldSchema = ({ shape, description }: Field<unknown, boolean>): JsonSchema => ({
  ...shape.schema,
  description,
});

function objectSchema(fields: Fields): JsonSchema {
  const names = Object.keys(fields);
  const needed = names.filter((name) => fields[name]?.isRequired === true);
  return {
    type: "object",
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)])),
    ...(needed.length > 0 ? { required: needed } : {}),
    additionalProperties: false,
  };
}

/** A mapping with known keys; an unknown or missing one is reported, and all others are still read. */
export const object = <F extends Fields>(fields: F, what: string): Shape<ObjectOf<F>> => ({
  schema: objectSchema(fields),
  decode: (node, report) => {
    const read = readFields(fields, node, what, report);
    return read === failed || read.isBroken ? failed : (read as ObjectOf<F>);
  },
});

/**
 * The same, but a mistake beside the required keys leaves a value marked `isBroken`: references and promises
 * in the rest of it are then checked in the same run, although nothing is made of it.
 */
export const tolerantObject = <F extends Fields>(
  fields: F,
  what: string,
): Shape<ObjectOf<F> & { isBroken: boolean }> => ({
  schema: objectSchema(fields),
  decode: (node, report) =>
    readFields(fields, node, what, report) as Decoded<ObjectOf<F> & { isBroken: boolean }>,
});

interface Read {
  place: Place;
  keys: Readonly<Record<string, Place>>;
  isBroken: boolean;
}

function readFields(fields: Fields, node: Node, what: string, report: Report): Decoded<Read> {
  const names = Object.keys(fields);
  if (node.kind !== "map") return refuseType(node, report, what, `its keys: ${names.slice(0, 6).join(", ")}`);
  const strays = [...node.entries].filter(([name]) => !Object.hasOwn(fields, name));
  for (const [name, entry] of strays) refuseKey(name, entry, names, what, report);
  const values: Record<string, unknown> = {};
  let isBroken = node.isDamaged || strays.length > 0;
  let isUsable = true;
  for (const [name, { shape, isRequired }] of Object.entries(fields)) {
    const value = readField(name, shape, isRequired, node, what, report);
    isBroken ||= value === failed;
    isUsable &&= value !== failed || !isRequired;
    values[name] = value === failed ? undefined : value;
  }
  const keys = Object.fromEntries([...node.entries].map(([name, { key }]) => [name, key]));
  return isUsable ? { ...values, place: node.place, keys, isBroken } : failed;
}

function readField(
  name: string,
  shape: Shape<unknown>,
  isRequired: boolean,
  node: MapNode,
  what: string,
  report: Report,
): unknown {
  const entry = node.entries.get(name);
  if (entry !== undefined) return shape.decode(entry.value, report);
  if (!isRequired) return undefined;
  // A key that is nearly this one has been pointed at already.
  const isMisspelt = [...node.entries.keys()].some((key) => nearest(key, [name]) !== undefined);
  if (!isMisspelt) reportAbsence(name, node, what, report);
  return failed;
}

export function refuseKey(
  name: string,
  entry: Entry,
  known: readonly string[],
  what: string,
  report: Report,
): void {
  report("unknown-key", entry.key, `${what} has no key ${quoteShort(name)}`, suggest(name, known));
}

/** Points at the first key of the mapping, where the missing one should join. */
function reportAbsence(name: string, node: MapNode, what: string, report: Report): void {
  const [first] = node.entries.values();
  report("missing-key", first?.key ?? node.place, `${what} needs the key "${name}"`, `add \`${name}:\` here`);
}

/** A mapping of which exactly one key is given: a choice between kinds. */
export function oneOf<F extends Readonly<Record<string, { shape: Shape<unknown>; description: string }>>>(
  choices: F,
  what: string,
): Shape<
  {
    [K in keyof F]: { kind: K; value: F[K]["shape"] extends Shape<infer T> ? T : never; place: Place };
  }[keyof F]
> {
  const names = Object.keys(choices);
  const properties = Object.fromEntries(
    Object.entries(choices).map(([name, { shape, description }]) => [name, { ...shape.schema, description }]),
  );
  return {
    schema: { type: "object", properties, additionalProperties: false, minProperties: 1, maxProperties: 1 },
    decode: (node, report) => {
      const chosen = choose(node, names, what, report);
      if (chosen === failed) return failed;
      const value = choices[chosen.name]?.shape.decode(chosen.entry.value, report);
      return value === failed ? failed : ({ kind: chosen.name, value, place: chosen.entry.key } as never);
    },
  };
}

function choose(
  node: Node,
  names: readonly string[],
  what: string,
  report: Report,
): { name: string; entry: Entry } | Failed {
  if (node.kind !== "map") return refuseType(node, report, what, `one of ${names.join(", ")}`);
  if (node.isDamaged) return failed;
  const [first, second] = [...node.entries];
  if (first === undefined) {
    report("missing-value", node.place, `${what} is empty`, `write one of ${names.join(", ")}`);
    return failed;
  }
  const [name, entry] = first;
  if (!names.includes(name)) {
    refuseKey(name, entry, names, what, report);
    return failed;
  }
  if (second === undefined) return { name, entry };
  if (!names.includes(second[0])) {
    refuseKey(second[0], second[1], names, what, report);
    return failed;
  }
  report("conflicting-keys", second[1].key, `${what} is already "${name}"`, "keep one of them");
  return failed;
}

/** A mapping with free keys, each read by `readKey`. */
export function record<T>(value: Shape<T>, key: KeyShape, what: string): Shape<readonly RecordEntry<T>[]> {
  return {
    schema: { type: "object", additionalProperties: value.schema, propertyNames: key.schema },
    decode: (node, report) => {
      if (node.kind !== "map") return refuseType(node, report, what, "`key: value` pairs");
      const entries = [...node.entries].map(([name, entry]) => {
        const isKeySound = key.check(name, entry.key, report);
        const decoded = value.decode(entry.value, report);
        return isKeySound && decoded !== failed ? { name, key: entry.key, value: decoded } : failed;
      });
      const sound = entries.filter((entry) => entry !== failed);
      return sound.length === entries.length && !node.isDamaged ? sound : failed;
    },
  };
}

export interface RecordEntry<T> {
  name: string;
  key: Place;
  value: T;
}
export interface KeyShape {
  schema: JsonSchema;
  check: (name: string, place: Place, report: Report) => boolean;
}
