import type { Field, HttpStep, JourneyStep, StepBody, TemplatedJson } from "../model/journey.ts";
import type { Template } from "../model/template.ts";
import { type Rendered, type Values, render } from "./values.ts";

export interface Header {
  /** Lower case. */
  name: string;
  value: string;
  /** Made of a secret: it never follows a redirect to another host. */
  sensitive: boolean;
}

export interface PreparedBody {
  text: string;
  contentType: string;
  sensitive: boolean;
}

/** A request with every variable filled in. */
export interface PreparedRequest {
  method: string;
  url: URL;
  /** Where it goes was decided by an answer, not by the Journey alone. */
  aimedByAnswer: boolean;
  headers: readonly Header[];
  body?: PreparedBody;
}

export type Prepared =
  | { ok: true; request: PreparedRequest }
  | { ok: false; reason: "extract_missing" | "internal"; message: string };

/** Headers that belong to the connection or to nines; a Journey that sets one is refused. */
const ownHeaders = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "keep-alive",
  "upgrade",
  "expect",
  "te",
  "trailer",
  "proxy-authorization",
  "proxy-connection",
  "cookie",
  "x-synthetic",
]);

/** What is wrong with the name of a header that a step sets; undefined when nothing is. */
export function headerFault(name: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return "is no header name";
  return ownHeaders.has(name.toLowerCase()) ? "is nines' own to set" : undefined;
}

/** Every template of a step: what it depends on. */
export const templatesOf = (step: JourneyStep): readonly Template[] =>
  step.kind === "browser"
    ? step.use.map((name): Template => [{ kind: "variable", name }])
    : templatesOfRequest(step);

const templatesOfRequest = (step: HttpStep): readonly Template[] => [
  step.url,
  ...step.headers.map(({ value }) => value),
  ...step.query.map(({ value }) => value),
  ...(step.basicAuth === undefined ? [] : [step.basicAuth.username, step.basicAuth.password]),
  ...templatesOfBody(step.body),
  ...step.assertions.flatMap(({ check }) =>
    "condition" in check && "text" in check.condition ? [check.condition.text] : [],
  ),
];

function templatesOfBody(body: StepBody | undefined): readonly Template[] {
  switch (body?.kind) {
    case undefined:
      return [];
    case "form":
      return body.fields.map(({ value }) => value);
    case "text":
      return [body.text];
    case "json":
      return templatesOfJson(body.value);
  }
}

function templatesOfJson(json: TemplatedJson): readonly Template[] {
  switch (json.kind) {
    case "text":
      return [json.text];
    case "list":
      return json.items.flatMap(templatesOfJson);
    case "object":
      return json.fields.flatMap(({ value }) => templatesOfJson(value));
    case "value":
      return [];
  }
}

class Unusable extends Error {
  readonly reason: "extract_missing" | "internal";
  constructor(extracted: boolean, message: string) {
    super(message);
    this.reason = extracted ? "extract_missing" : "internal";
  }
}

/** Fills in a step; a relative URL starts where the step before ended. Missing variables are the caller's to skip. */
export function prepare(step: HttpStep, values: Values, before?: string): Prepared {
  try {
    const { url, extracted } = urlOf(step, values, before);
    const body = step.body === undefined ? undefined : bodyOf(step.body, values);
    const headers = headersOf(step, values);
    const request = { method: step.method, url, aimedByAnswer: extracted, headers };
    return { ok: true, request: body === undefined ? request : { ...request, body } };
  } catch (error) {
    if (error instanceof Unusable) return { ok: false, reason: error.reason, message: error.message };
    throw error;
  }
}

function filled(
  template: Template,
  values: Values,
  encode?: (text: string) => string,
): Rendered & { ok: true } {
  const rendered = render(template, values, encode);
  if (!rendered.ok) throw new Unusable(true, `${rendered.missing.join(", ")} has no value`);
  return rendered;
}

/** A variable at the very beginning is a base, or a whole link; everywhere else it is one piece of a URL. */
function urlOf({ url, query }: HttpStep, values: Values, before?: string): { url: URL; extracted: boolean } {
  const rendered = filled(url, values, encodeURIComponent);
  const { extracted } = rendered;
  const parsed = URL.parse(rendered.text, before);
  if (parsed === null) throw new Unusable(extracted, "its URL, with all variables filled in, is no URL");
  for (const { name, value } of query) parsed.searchParams.append(name, filled(value, values).text);
  parsed.hash = "";
  return { url: parsed, extracted };
}

function headersOf({ headers, basicAuth }: HttpStep, values: Values): readonly Header[] {
  const own = headers.map(({ name, value }): Header => {
    const fault = headerFault(name);
    if (fault !== undefined) throw new Unusable(false, `header ${name} ${fault}`);
    const { text, extracted, sensitive } = filled(value, values);
    // A line break would start a header of the server's choosing.
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text))
      throw new Unusable(extracted, `the value of header ${name} holds a character that no header may hold`);
    return { name: name.toLowerCase(), value: text, sensitive };
  });
  if (basicAuth === undefined) return own;
  const [user, password] = [filled(basicAuth.username, values), filled(basicAuth.password, values)];
  const value = `Basic ${Buffer.from(`${user.text}:${password.text}`).toString("base64")}`;
  return [
    ...own.filter(({ name }) => name !== "authorization"),
    { name: "authorization", value, sensitive: true },
  ];
}

function bodyOf(body: StepBody, values: Values): PreparedBody {
  switch (body.kind) {
    case "text": {
      const { text, sensitive } = filled(body.text, values);
      return { text, contentType: body.contentType, sensitive };
    }
    case "form":
      return formOf(body.fields, values);
    case "json": {
      let sensitive = false;
      const note = (rendered: { sensitive: boolean }) => (sensitive ||= rendered.sensitive);
      const text = JSON.stringify(jsonOf(body.value, values, note));
      return { text, contentType: "application/json", sensitive };
    }
  }
}

function formOf(fields: readonly Field[], values: Values): PreparedBody {
  const rendered = fields.map(({ name, value }) => ({ name, ...filled(value, values) }));
  return {
    text: new URLSearchParams(rendered.map(({ name, text }): [string, string] => [name, text])).toString(),
    contentType: "application/x-www-form-urlencoded",
    sensitive: rendered.some(({ sensitive }) => sensitive),
  };
}

function jsonOf(
  json: TemplatedJson,
  values: Values,
  note: (rendered: { sensitive: boolean }) => void,
): unknown {
  switch (json.kind) {
    case "value":
      return json.value;
    case "list":
      return json.items.map((item) => jsonOf(item, values, note));
    case "object":
      // A null prototype: a field named __proto__ is a field like any other.
      return Object.assign(
        Object.create(null) as object,
        Object.fromEntries(json.fields.map(({ name, value }) => [name, jsonOf(value, values, note)])),
      );
    case "text": {
      const rendered = filled(json.text, values);
      note(rendered);
      const [only] = json.text;
      const typed =
        json.text.length === 1 && only?.kind === "variable" ? values.get(only.name)?.json : undefined;
      return typed ?? rendered.text;
    }
  }
}
