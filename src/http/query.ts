import type { z } from "zod";
import { nearest, suggest } from "../spec/nearest.ts";
import { Problem } from "./problem.ts";
import type { ProblemBody } from "./schemas/operations.ts";

type ParameterError = NonNullable<ProblemBody["errors"]>[number];

/** A query string as Express reads it: a repeated parameter is an array. */
export type RawQuery = Readonly<Record<string, unknown>>;

/**
 * Reads a query strictly: an unknown, repeated or malformed parameter is refused with the nearest known name,
 * since a misspelt filter that is ignored answers another question than was asked. All errors are told at once.
 * @throws Problem `bad-query`
 */
export function readQuery<Query extends z.ZodObject>(schema: Query, raw: RawQuery): z.output<Query> {
  const known = Object.keys(schema.shape);
  const shapeErrors = Object.entries(raw).flatMap(([name, value]) => shapeError(name, value, known));
  const parsed = schema.safeParse(raw);
  const repeated = new Set(shapeErrors.map(({ parameter }) => parameter));
  const valueErrors = parsed.success
    ? []
    : parsed.error.issues
        .map((issue) => valueError(issue, raw))
        .filter(({ parameter }) => !repeated.has(parameter));
  const errors = [...shapeErrors, ...valueErrors];
  if (errors.length > 0 || !parsed.success) throw badQuery(errors);
  return parsed.data;
}

export const badQuery = (errors: readonly ParameterError[]): Problem =>
  new Problem("bad-query", errors.map(({ parameter, message }) => `${parameter}: ${message}`).join("; "), {
    errors: [...errors],
  });

function shapeError(name: string, value: unknown, known: readonly string[]): ParameterError[] {
  if (Array.isArray(value)) return [{ parameter: name, message: "is given more than once" }];
  if (known.includes(name)) return [];
  const meant = nearest(name, known);
  return [
    {
      parameter: name,
      message: `is not a parameter here; ${suggest(name, known)}`,
      ...(meant !== undefined && { nearest: meant }),
    },
  ];
}

function valueError(issue: z.core.$ZodIssue, raw: RawQuery): ParameterError {
  const parameter = String(issue.path[0]);
  const value = raw[parameter];
  if (value === undefined) return { parameter, message: "is missing" };
  if (issue.code !== "invalid_value") return { parameter, message: issue.message };
  const known = issue.values.map(String);
  const given = givenAt(value, issue.path[1]);
  const meant = nearest(given, known);
  return {
    parameter,
    message: `"${given}" is not one of its values; ${suggest(given, known)}`,
    ...(meant !== undefined && { nearest: meant }),
  };
}

/** The text that was refused: one of a comma-separated list, or the whole. */
const givenAt = (value: unknown, index: PropertyKey | undefined): string =>
  typeof index === "number" ? (String(value).split(",")[index] ?? "") : String(value);
