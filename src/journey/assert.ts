import {
  type Assertion,
  type AssertionSeverity,
  assertionSeverities,
  type Check,
  type Condition,
  type FailureReason,
} from "../model/journey.ts";
import { plain } from "../model/units.ts";
import { matches, queryJson } from "./patterns.ts";
import { type Response, jsonOf } from "./response.ts";
import type { Finding } from "./result.ts";
import { schemaDeparture } from "./schema.ts";
import { type Values, render } from "./values.ts";

export interface Judged {
  findings: readonly Finding[];
  /** The first broken assertion of severity `fail`, or else the first of `degraded`. */
  broken?: { severity: "fail" | "degraded"; reason: FailureReason; message: string };
}

const anySuccess: Assertion = { check: { kind: "status", oneOf: [2] }, severity: "fail" };

/** Checks every assertion, so that a failure shows all of what is wrong; a status comes before what it explains. */
export function judge(assertions: readonly Assertion[], response: Response, values: Values): Judged {
  const isStatus = ({ check }: Assertion) => check.kind === "status";
  const statuses = assertions.some(isStatus) ? assertions.filter(isStatus) : [anySuccess];
  const ordered = [...statuses, ...assertions.filter((assertion) => !isStatus(assertion))];
  const findings = ordered.map(({ check, severity }): Finding => {
    const departure = departureSafely(check, response, values);
    return { ok: departure === undefined, severity, message: departure ?? describeCheck(check) };
  });
  const firstBroken = (wanted: AssertionSeverity) =>
    findings.findIndex(({ ok, severity }) => !ok && severity === wanted);
  const at = assertionSeverities.map(firstBroken).find((index) => index >= 0);
  const [finding, assertion] = at === undefined ? [] : [findings[at], ordered[at]];
  if (finding === undefined || assertion === undefined) return { findings };
  const reason = isStatus(assertion) ? "http_status" : "assertion";
  return { findings, broken: { severity: finding.severity, reason, message: finding.message } };
}

/** What a server sent must not stop the check: an answer that nobody can check departs from it. */
function departureSafely(check: Check, response: Response, values: Values): string | undefined {
  try {
    return departureOf(check, response, values);
  } catch {
    return `${describeCheck(check)}: the answer cannot be checked`;
  }
}

/** How a response departs from a check, in words; undefined when it does not. */
export function departureOf(check: Check, response: Response, values: Values): string | undefined {
  switch (check.kind) {
    case "status":
      return check.oneOf.some((wanted) => isStatusOf(response.status, wanted))
        ? undefined
        : `status is ${response.status}, expected ${check.oneOf.map(describeStatus).join(" or ")}`;
    case "header":
      return departure(
        `header ${check.name}`,
        response.headers[check.name.toLowerCase()],
        check.condition,
        values,
      );
    case "body":
      return departure("the body", response.body, check.condition, values);
    case "jsonPath":
      return departureInJson(check, response, values);
    case "jsonSchema":
      return departureFromSchema(check.schema, response);
    case "duration":
      return response.duration < check.below
        ? undefined
        : `took ${seconds(response.duration)}, expected less than ${plain(check.below)}s`;
    case "tlsDaysLeft":
      return departureOfCertificate(check.above, response);
  }
}

/** Milliseconds are as fine as a network is. */
const seconds = (value: number) => `${plain(Math.round(value * 1_000) / 1_000)}s`;
const isStatusOf = (status: number, wanted: number): boolean =>
  wanted < 10 ? Math.floor(status / 100) === wanted : status === wanted;
const describeStatus = (wanted: number): string => (wanted < 10 ? `${wanted}xx` : String(wanted));

function departureOfCertificate(above: number, { tlsDaysLeft }: Response): string | undefined {
  if (tlsDaysLeft === undefined) return "the connection had no TLS, expected a certificate";
  return tlsDaysLeft > above
    ? undefined
    : `the certificate expires in ${Math.floor(tlsDaysLeft)} days, expected more than ${above}`;
}

function departureInJson(
  { path, condition }: Extract<Check, { kind: "jsonPath" }>,
  response: Response,
  values: Values,
): string | undefined {
  const read = jsonOf(response);
  if ("fault" in read) return `JSON path ${path}: ${read.fault}`;
  const [first] = queryJson(read.value, path);
  const text = first === undefined ? undefined : typeof first === "string" ? first : JSON.stringify(first);
  return departure(`JSON path ${path}`, text, condition, values);
}

function departureFromSchema(schema: unknown, response: Response): string | undefined {
  const read = jsonOf(response);
  if ("fault" in read) return `JSON schema: ${read.fault}`;
  const found = schemaDeparture(schema, read.value);
  return found === undefined ? undefined : `JSON schema: ${found}`;
}

/** How a value that was found, or was not, departs from a condition. The value is shown short. */
function departure(
  subject: string,
  found: string | undefined,
  condition: Condition,
  values: Values,
): string | undefined {
  if (condition.kind === "absent")
    return found === undefined ? undefined : `${subject} is ${short(found)}, expected none`;
  if (found === undefined) return `${subject} is missing`;
  switch (condition.kind) {
    case "exists":
      return undefined;
    case "matches":
      return matches(condition.pattern, found)
        ? undefined
        : `${subject} is ${short(found)}, expected to match /${condition.pattern}/`;
    case "below":
    case "above":
      return departureOfNumber(subject, found, condition);
    default:
      return departureOfText(subject, found, condition, values);
  }
}

function departureOfNumber(
  subject: string,
  found: string,
  { kind, bound }: Extract<Condition, { bound: number }>,
): string | undefined {
  const number = found.trim() === "" ? Number.NaN : Number(found);
  const holds = kind === "below" ? number < bound : number > bound;
  return holds ? undefined : `${subject} is ${short(found)}, expected a number ${kind} ${bound}`;
}

function departureOfText(
  subject: string,
  found: string,
  { kind, text }: Extract<Condition, { text: unknown }>,
  values: Values,
): string | undefined {
  const wanted = render(text, values);
  if (!wanted.ok) return `${subject} cannot be compared: ${wanted.missing.join(", ")} has no value`;
  const holds =
    kind === "contains" ? found.includes(wanted.text) : (found === wanted.text) === (kind === "equals");
  const words = {
    equals: "expected",
    "not-equals": "expected anything but",
    contains: "expected to contain",
  };
  return holds ? undefined : `${subject} is ${short(found)}, ${words[kind]} ${short(wanted.text)}`;
}

const short = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** What a check asks for, in words. */
function describeCheck(check: Check): string {
  switch (check.kind) {
    case "status":
      return `status is ${check.oneOf.map(describeStatus).join(" or ")}`;
    case "header":
      return `header ${check.name} ${describeCondition(check.condition)}`;
    case "body":
      return `the body ${describeCondition(check.condition)}`;
    case "jsonPath":
      return `JSON path ${check.path} ${describeCondition(check.condition)}`;
    case "jsonSchema":
      return "the body keeps to its JSON schema";
    case "duration":
      return `takes less than ${plain(check.below)}s`;
    case "tlsDaysLeft":
      return `the certificate lasts more than ${check.above} days`;
  }
}

const describeCondition = (condition: Condition): string => {
  if (condition.kind === "exists") return "is there";
  if (condition.kind === "absent") return "is not there";
  return (
    { equals: "is as expected", "not-equals": "is another", contains: "contains what it should" }[
      condition.kind as string
    ] ?? (condition.kind === "matches" ? `matches /${condition.pattern}/` : `is ${condition.kind} the bound`)
  );
};
