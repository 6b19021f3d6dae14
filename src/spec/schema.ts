import { kinds, shapes } from "./documents.ts";
import type { JsonSchema } from "./shapes/shape.ts";

/**
 * The JSON Schema that editors complete and check with, for one YAML document. It is read off the very shapes
 * that decode, so it knows every key; what needs other files or arithmetic is left to `nines lint`.
 */
export const jsonSchema = (): JsonSchema => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "nines",
  type: "object",
  required: ["apiVersion", "kind", "metadata", "spec"],
  properties: { kind: { enum: kinds } },
  // A choice by kind rather than a plain oneOf: editors then complain about the key, not about all five kinds.
  allOf: kinds.map((kind) => ({
    if: { properties: { kind: { const: kind } }, required: ["kind"] },
    then: shapes[kind].schema,
  })),
});
