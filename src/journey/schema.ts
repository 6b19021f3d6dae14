import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { compileRegex, matches } from "./patterns.ts";

// A pattern in a schema meets what a server sends: RE2 takes linear time for both.
const re2 = Object.assign(
  (pattern: string) => {
    compileRegex(pattern);
    return { test: (text: string) => matches(pattern, text) };
  },
  { code: "re2" },
);

const compiled = new WeakMap<object, ValidateFunction>();

function validatorOf(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  // One checker for each schema: `$id`s of two journeys never meet. `format` is a remark, as the standard has it.
  const checker = new Ajv2020({
    strict: false,
    validateFormats: false,
    code: { regExp: re2 },
    logger: false,
  });
  const validate = checker.compile(schema);
  compiled.set(schema, validate);
  return validate;
}

const wholeSchema = (schema: unknown): object => {
  if (typeof schema === "object" && schema !== null && !Array.isArray(schema)) return schema;
  throw new TypeError("is no object");
};

/** What is wrong with a JSON Schema (draft 2020-12). Nothing is fetched: a `$ref` stays inside. */
export function schemaFault(schema: unknown): string | undefined {
  try {
    validatorOf(wholeSchema(schema));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Where a value departs from a schema, such as `/total must be number`; undefined when it does not. */
export function schemaDeparture(schema: unknown, value: unknown): string | undefined {
  const validate = validatorOf(wholeSchema(schema));
  if (validate(value)) return undefined;
  const [first] = validate.errors ?? [];
  return `${first?.instancePath === "" ? "the document" : (first?.instancePath ?? "it")} ${first?.message ?? "departs from the schema"}`;
}
