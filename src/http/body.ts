import type { z } from "zod";
import { nearest, suggest } from "../spec/nearest.ts";
import { Problem } from "./problem.ts";
import type { ProblemBody } from "./schemas/operations.ts";

type FieldError = NonNullable<ProblemBody["fields"]>[number];

/**
 * Reads a body by its schema; all errors are told at once, each with its field (`change.kinds[0]`).
 * @throws Problem `bad-body`
 */
export function readBody(schema: z.ZodType, raw: unknown): unknown {
  const parsed = schema.safeParse(raw ?? {});
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap((issue) => fieldErrors(issue, schema, raw));
  const detail = fields.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`));
  throw new Problem("bad-body", detail.join("; "), { fields });
}

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`))
    .join("");

/** Zod names a field that is not there like one of the wrong type. */
function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value;
}

function fieldErrors(issue: z.core.$ZodIssue, schema: z.ZodType, raw: unknown): FieldError[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownField(pathText([...path, key]), key, namesAt(schema, path)));
  const field = pathText(path);
  if (path.length > 0 && valueAt(raw, path) === undefined) return [{ field, message: "is missing" }];
  if (issue.code === "invalid_type" && path.length === 0)
    return [{ field, message: "the body must be a JSON object" }];
  return [{ field, message: issue.message }];
}

function unknownField(field: string, key: string, known: readonly string[]): FieldError {
  const meant = nearest(key, known);
  return {
    field,
    message: `is not a field here; ${suggest(key, known)}`,
    ...(meant !== undefined && { nearest: meant }),
  };
}

/** The fields that an object of the schema has; none where the path leads through anything but objects. */
function namesAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  for (const key of path) at = shapeOf(at)?.[String(key)];
  return Object.keys(shapeOf(at) ?? {});
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  const { shape, def } = (schema ?? {}) as { shape?: Record<string, unknown>; def?: { innerType?: unknown } };
  return shape ?? (def?.innerType === undefined ? undefined : shapeOf(def.innerType));
}
