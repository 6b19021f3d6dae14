import {
  type BrowserStep,
  type HttpStep,
  httpMethods,
  type StepBody,
  type StepTls,
} from "../../../model/journey.ts";
import type { Template } from "../../../model/template.ts";
import { seconds, type Seconds } from "../../../model/units.ts";
import type { Report } from "../../report.ts";
import { list } from "../../shapes/list.ts";
import { object, optional, required, type ObjectOf } from "../../shapes/object.ts";
import { threshold } from "../../shapes/quantities.ts";
import { failed, located, refine, type Decoded, type Located, type Shape } from "../../shapes/shape.ts";
import { flag, name, text, wholeNumber, word } from "../../shapes/texts.ts";
import type { Place } from "../../source.ts";
import { quoteShort, type Node } from "../../yaml/nodes.ts";
import { assertion } from "./assertions.ts";
import { browserShape, refuseRequestKeys, type WrittenBrowser } from "./browser.ts";
import { extractions } from "./finders.ts";
import { fields, join, template, templatedJson, type Templated, type Use } from "./templates.ts";

/** A step as written; what the journey says for all steps has not joined it yet. */
export interface WrittenStep {
  name: Located<string>;
  /** Without its timeout, which the journey's may stand in for, and its place, which is known by offset only. */
  step: Omit<HttpStep, "timeout" | "source"> | Omit<BrowserStep, "timeout" | "source">;
  timeout: Located<Seconds> | undefined;
  always: Place | undefined;
  uses: readonly Use[];
  extractions: readonly { variable: string; place: Place }[];
}

/** An address may begin with a variable, or with / for the host that the step before ended at. */
const url: Shape<Templated<Template>> = refine(
  template,
  (read, { place }, report) => {
    const [first] = read.value;
    if (first?.kind === "variable" || first?.text.startsWith("/") === true) return read;
    if (first !== undefined && /^https?:\/\/[^/]/.test(`${first.text}${read.value.length > 1 ? "x" : ""}`))
      return read;
    const message = `${quoteShort(place.source.text.slice(place.start, place.end))} is no http or https address`;
    report("url-shape", place, message, "write https://… in full, or begin with a variable");
    return failed;
  },
  { type: "string", pattern: "^(https?://|/|\\{\\{)" },
);

const basicFields = {
  username: required(template, "The user"),
  password: required(template, "The password, usually a secret: '{{password}}'"),
};

const tlsFields = {
  serverName: optional(text, "The name to ask for and to find in the certificate, instead of the URL's host"),
  ca: optional(text, "Authorities to trust instead of the system's, as PEM text"),
  minVersion: optional(word(["TLSv1.2", "TLSv1.3"], "TLS version"), "The oldest version that will do"),
  insecureSkipVerify: optional(flag, "true: certificates are not looked at, and no secret is sent"),
};

const requestFields = {
  method: optional(word(httpMethods, "method"), "GET when nobody says, POST with a body"),
  url: optional(url, "Where to; {{name}} stands for a variable"),
  headers: optional(fields("headers"), "Request headers"),
  query: optional(fields("query"), "Parameters, encoded and added to the URL"),
  basicAuth: optional(object(basicFields, "basicAuth"), "HTTP basic authentication"),
  json: optional(templatedJson, "A body of JSON; texts in it may use variables"),
  form: optional(fields("form"), "A body as an HTML form sends it"),
  text: optional(template, "Any other body"),
  contentType: optional(text, "Of the text body; text/plain when nobody says"),
  tls: optional(object(tlsFields, "tls"), "How https is spoken"),
  redirects: optional(
    wholeNumber(0, 10),
    "Redirects to follow: 5 when nobody says, 0 takes one as the answer",
  ),
  extract: optional(extractions, "Variables for later steps, taken from the response"),
  expect: optional(
    list(assertion, "expect"),
    "What must hold of the response; a 2xx when no status is named",
  ),
};

const stepFields = {
  name: required(located(name), "Unique within the journey; a label of its metrics"),
  ...requestFields,
  browser: optional(
    browserShape,
    "A Playwright script instead of a request; the run's browser steps share a page",
  ),
  timeout: optional(located(threshold), "For one attempt, redirects and all; the journey's when nobody says"),
  retries: optional(
    wholeNumber(0, 5),
    "Further attempts after a failed one: 0 when nobody says; counted when used",
  ),
  always: optional(flag, "true: clean-up, which runs whatever failed before it"),
};
type Written = ObjectOf<typeof stepFields>;

const stepObject = object(stepFields, "a step");
export const stepShape: Shape<WrittenStep> = refine(stepObject, readStep, {
  ...stepObject.schema,
  oneOf: [{ required: ["url"] }, { required: ["browser"] }],
});

function readStep(written: Written, node: Node, report: Report): Decoded<WrittenStep> {
  const { browser, url: address, keys } = written;
  if (browser !== undefined) return readBrowserStep(written, browser, node, report);
  if (address !== undefined) return readRequest(written, address, node, report);
  if (keys.url === undefined && keys.browser === undefined)
    report("missing-key", node.place, 'a step needs a "url" or a "browser"', "add `url: https://…`");
  return failed;
}

/** What a step says whatever it does. */
const common = ({ name: { value }, retries = 0, always = false }: Written) => ({
  name: value,
  retries,
  always,
});

const around = (written: Written, node: Node): Pick<WrittenStep, "name" | "timeout" | "always"> => {
  const { timeout, always = false, keys } = written;
  return {
    name: written.name,
    timeout: timeout && { value: seconds(timeout.value), place: timeout.place },
    always: always ? (keys.always ?? node.place) : undefined,
  };
};

function readBrowserStep(
  written: Written,
  { script, uses, makes }: WrittenBrowser,
  node: Node,
  report: Report,
): Decoded<WrittenStep> {
  if (refuseRequestKeys(written.keys, Object.keys(requestFields), report) === failed) return failed;
  return {
    ...around(written, node),
    step: { kind: "browser", ...common(written), ...script },
    uses,
    extractions: makes,
  };
}

function readRequest(
  written: Written,
  address: Templated<Template>,
  node: Node,
  report: Report,
): Decoded<WrittenStep> {
  const body = bodyOf(written, report);
  if (body === failed) return failed;
  const { basicAuth, headers, query, extract = [], expect = [] } = written;
  const parts = [address, headers, query, basicAuth?.username, basicAuth?.password, body, ...expect];
  return {
    ...around(written, node),
    step: {
      kind: "http",
      ...common(written),
      method: written.method ?? (body === undefined ? "GET" : "POST"),
      url: address.value,
      headers: headers?.value ?? [],
      query: query?.value ?? [],
      ...(basicAuth && {
        basicAuth: { username: basicAuth.username.value, password: basicAuth.password.value },
      }),
      ...(body === undefined ? {} : { body: body.value }),
      tls: tlsOf(written),
      redirects: written.redirects ?? 5,
      extract: extract.map(({ extraction }) => extraction),
      assertions: expect.map(({ value }) => value),
    },
    uses: join(parts.filter((part) => part !== undefined)),
    extractions: extract.map(({ extraction: { variable }, place }) => ({ variable, place })),
  };
}

const tlsOf = ({ tls }: Written): StepTls => {
  const { serverName, ca, minVersion, insecureSkipVerify } = tls ?? {};
  return Object.fromEntries(
    Object.entries({ serverName, ca, minVersion, insecureSkipVerify }).filter(
      ([, value]) => value !== undefined,
    ),
  );
};

function bodyOf(written: Written, report: Report): Decoded<Templated<StepBody> | undefined> {
  const { json, form, text: body, contentType, keys, place } = written;
  const [first, second] = (["json", "form", "text"] as const).filter((key) => written[key] !== undefined);
  if (second !== undefined) {
    report(
      "conflicting-keys",
      keys[second] ?? place,
      `the body is already given as "${String(first)}"`,
      "keep one",
    );
    return failed;
  }
  if (contentType !== undefined && body === undefined) {
    const message = 'contentType belongs to a "text" body; json and form have their own';
    report("conflicting-keys", keys.contentType ?? place, message, "write it under headers, or remove it");
    return failed;
  }
  if (json !== undefined) return { value: { kind: "json", value: json.value }, uses: json.uses };
  if (form !== undefined) return { value: { kind: "form", fields: form.value }, uses: form.uses };
  if (body === undefined) return undefined;
  return {
    value: { kind: "text", text: body.value, contentType: contentType ?? "text/plain" },
    uses: body.uses,
  };
}
