import { object, required, tolerantObject } from "../shapes/object.ts";
import { located, type JsonSchema, type Shape } from "../shapes/shape.ts";
import { name } from "../shapes/texts.ts";

export const apiVersion = "nines/v1";

/** Both were read before the kind's own shape is asked, and are only known here so that they are no unknown keys. */
const constant = (value: string): Shape<string> => ({
  schema: { const: value } satisfies JsonSchema,
  decode: () => value,
});

/** The key that the metadata of every kind has. */
export const nameField = required(located(name), "Unique among its kind; part of ids and file names");

const documentFields = <M, S>(kind: string, metadata: Shape<M>, spec: Shape<S>) => ({
  apiVersion: required(constant(apiVersion), "Version of this language"),
  kind: required(constant(kind), "What is defined"),
  metadata: required<M>(metadata, "Name and ownership"),
  spec: required<S>(spec, `What the ${kind} says`),
});

/** A document of which nothing is read when anything in it is wrong. */
export const documentShape = <S>(kind: string, spec: Shape<S>) =>
  object(
    documentFields(kind, object({ name: nameField }, `metadata of ${kind}`), spec),
    `a ${kind} document`,
  );

export const tolerantDocumentShape = <M, S>(kind: string, metadata: Shape<M>, spec: Shape<S>) =>
  tolerantObject(documentFields(kind, metadata, spec), `a ${kind} document`);
