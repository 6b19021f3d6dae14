import { object, required, type Field } from "../shapes/object.ts";
import { located, type JsonSchema, type Shape } from "../shapes/shape.ts";
import { name } from "../shapes/texts.ts";

export const apiVersion = "nines/v1";

/** Both were read before the kind's own shape is asked, and are only known here so that they are no unknown keys. */
const constant = (value: string): Shape<string> => ({
  schema: { const: value } satisfies JsonSchema,
  decode: () => value,
});

const nameField = required(located(name), "Unique among its kind; part of ids and file names");

/** The four keys that every document has. */
export const documentShape = <M extends Parameters<typeof object>[0], S>(
  kind: string,
  metadata: M,
  spec: Shape<S>,
) =>
  object(
    {
      apiVersion: required(constant(apiVersion), "Version of this language"),
      kind: required(constant(kind), "What is defined"),
      metadata: required(
        object({ name: nameField, ...metadata }, `metadata of ${kind}`),
        "Name and ownership",
      ),
      spec: required(spec, `What the ${kind} says`) as Field<S, true>,
    },
    `a ${kind} document`,
  );
