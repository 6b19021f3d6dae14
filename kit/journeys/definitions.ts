import type {
  Assertion,
  Extraction,
  Field,
  HttpStep,
  Journey,
  JourneyStep,
} from "../../src/model/journey.ts";
import { parseTemplate, type Template } from "../../src/model/template.ts";
import { seconds } from "../../src/model/units.ts";

/** A template out of a text that is one. */
export const template = (text: string): Template => {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.template;
};

/** Fields out of an object: `{accept: "text/{{kind}}"}`. */
export const fields = (texts: Readonly<Record<string, string>>): readonly Field[] =>
  Object.entries(texts).map(([name, text]) => ({ name, value: template(text) }));

const source = { path: "journeys.yaml", line: 1, column: 1 };

export type StepWords = Partial<Omit<HttpStep, "url" | "headers" | "query">> & {
  headers?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
};

/** A GET of a URL, with whatever else is said. */
export const step = (name: string, url: string, { headers, query, ...more }: StepWords = {}): HttpStep => ({
  kind: "http",
  name,
  method: "GET",
  url: template(url),
  headers: fields(headers ?? {}),
  query: fields(query ?? {}),
  tls: {},
  redirects: 5,
  timeout: seconds(5),
  retries: 0,
  always: false,
  extract: [],
  assertions: [],
  source,
  ...more,
});

/** A journey every minute, with whatever else is said. */
export const journey = (steps: readonly JourneyStep[], more: Partial<Journey> = {}): Journey => ({
  name: "buy-a-book",
  schedule: { every: seconds(60), timeout: seconds(30), jitter: seconds(0) },
  locations: [],
  variables: [],
  secrets: [],
  steps,
  buckets: [0.1, 0.3, 1, 3],
  source,
  ...more,
});

export const fromJson = (variable: string, path: string, sensitive = false): Extraction => ({
  variable,
  find: { kind: "jsonPath", path },
  sensitive,
});

export const failing = (check: Assertion["check"]): Assertion => ({ check, severity: "fail" });
export const degrading = (check: Assertion["check"]): Assertion => ({ check, severity: "degraded" });
