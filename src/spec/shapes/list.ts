import { failed, refuseType, type Decoded, type Shape } from "./shape.ts";

const listSchema = (item: Shape<unknown>): Record<string, unknown> => ({ type: "array", items: item.schema });

export const keepSound = <T>(values: readonly Decoded<T>[]): T[] =>
  values.filter((value): value is T & Decoded<T> => value !== failed);

/** A list of which every item must decode. */
export const list = <T>(item: Shape<T>, what: string): Shape<readonly T[]> => ({
  schema: listSchema(item),
  decode: (node, report) => {
    if (node.kind !== "list") return refuseType(node, report, what, "a list, such as [a, b]");
    const values = node.items.map((each) => item.decode(each, report));
    const sound = keepSound(values);
    return sound.length === values.length ? sound : failed;
  },
});

/** A list whose broken items are reported and left out: one broken SLO hides no other. */
export const tolerantList = <T>(item: Shape<T>, what: string): Shape<readonly T[]> => ({
  schema: listSchema(item),
  decode: (node, report) => {
    if (node.kind !== "list") return refuseType(node, report, what, "a list: `- name: …`");
    return keepSound(node.items.map((each) => item.decode(each, report)));
  },
});

/** One value or a list of them: `staging` or `[staging, production]`. */
export const oneOrMany = <T>(item: Shape<T>, what: string): Shape<readonly T[]> => ({
  schema: { anyOf: [item.schema, listSchema(item)] },
  decode: (node, report) => {
    if (node.kind === "list") return list(item, what).decode(node, report);
    const value = item.decode(node, report);
    return value === failed ? failed : [value];
  },
});
