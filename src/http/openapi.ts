import { OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { cookieName } from "../model/names.ts";
import { type Access, reading } from "./access.ts";
import { type ProblemCode, problems } from "./problem.ts";
import { type Route, methodOf } from "./route.ts";
import { problemSchema } from "./schemas/operations.ts";

type Document = ReturnType<OpenApiGeneratorV31["generateDocument"]>;

/** Narrowing by group has one parameter for each label: a form-exploded object says exactly that. */
const groupParameter = {
  in: "query" as const,
  name: "group",
  description: "`group.<label>=<value>` narrows grouped SLOs to the groups that carry these labels.",
  style: "form" as const,
  explode: true,
  schema: {
    type: "object" as const,
    patternProperties: { "^group\\.[a-zA-Z_][a-zA-Z0-9_]*$": { type: "string" as const } },
    additionalProperties: false,
  },
};

const bearer = "token";
const cookie = "session";

const securityOf = ({ anonymous }: Access): Record<string, string[]>[] => {
  const known = [{ [bearer]: [] }, { [cookie]: [] }];
  if (anonymous === "always") return [{}];
  return anonymous === "where-open" ? [{}, ...known] : known;
};

/** Problems that a route has by what it is, beside its own. */
function commonProblems({ access: { anonymous, roles }, body, method = "get" }: Route): ProblemCode[] {
  return [
    "host-not-allowed",
    "not-acceptable",
    ...(anonymous === "always" ? [] : (["authentication-required", "bad-credentials"] as const)),
    ...(anonymous === "always" ? [] : (["too-many-requests"] as const)),
    ...(anonymous === "never" ? (["identity-required"] as const) : []),
    ...(roles === undefined ? [] : (["forbidden"] as const)),
    ...(body === undefined ? [] : (["bad-body", "body-too-large"] as const)),
    ...(method === "get" ? [] : (["foreign-origin", "unsupported-media-type"] as const)),
  ];
}

const problemAnswers = (route: Route) =>
  Object.fromEntries(
    Object.entries(
      Object.groupBy(new Set([...route.problems, ...commonProblems(route)]), (code) =>
        String(problems[code][0]),
      ),
    ).map(([status, codes = []]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${problems[code][1]}`).join("; "),
        content: { "application/problem+json": { schema: problemSchema } },
      },
    ]),
  );

/** Roles have no place of their own in OpenAPI. */
const describeAccess = ({ access: { roles }, description }: Route): string =>
  roles === undefined ? description : `${description} Roles: ${roles.join(", ")}.`;

const idempotencyHeader = z.object({
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional()
    .meta({ description: "The same key again, from the same asker, is answered as the first time" }),
});

const answers = (route: Route) =>
  Object.fromEntries(
    Object.entries(route.answers).map(([status, answer]) => [
      status,
      {
        description: answer.description,
        content:
          "type" in answer
            ? { [answer.type]: { schema: z.string() } }
            : { "application/json": { schema: answer.schema } },
      },
    ]),
  );

function register(registry: OpenAPIRegistry, route: Route): void {
  const params = Object.entries(route.params ?? {}).map(
    ([name, description]) => [name, z.string().meta({ description })] as const,
  );
  registry.registerPath({
    method: methodOf(route),
    path: route.path,
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: describeAccess(route),
    security: securityOf(route.access),
    ...(route.id === "askGate" && { parameters: [groupParameter] }),
    request: {
      ...(params.length > 0 && { params: z.object(Object.fromEntries(params)) }),
      ...(route.query !== undefined && { query: route.query }),
      ...(methodOf(route) !== "get" && route.access.anonymous === "never" && { headers: idempotencyHeader }),
      ...(route.body !== undefined && {
        body: { required: true, content: { "application/json": { schema: route.body } } },
      }),
    },
    responses: { ...problemAnswers(route), ...answers(route) },
  });
}

/** The OpenAPI 3.1 document of exactly these routes. */
export function openApiDocument(routes: readonly Route[], version: string): Document {
  const registry = new OpenAPIRegistry();
  for (const route of routes) register(registry, route);
  registry.registerComponent("securitySchemes", bearer, {
    type: "http",
    scheme: "bearer",
    description: "An API token (`nines_…`), or the id token of a CI job.",
  });
  registry.registerComponent("securitySchemes", cookie, {
    type: "apiKey",
    in: "cookie",
    name: cookieName.session,
    description: "The session of a person who has logged in; unsafe methods then need `x-nines-request: 1`.",
  });
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "nines",
      version,
      description: "SLOs, their error budgets, and a deployment gate that explains itself.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
  });
}

/** Serves the document, itself included; generated at the first request, since few ask. */
export function openApiRoute(routes: readonly Route[], version: string): Route {
  let document: Document | undefined;
  const route: Route = {
    path: "/openapi.json",
    id: "openApi",
    tag: "Operations",
    summary: "This document",
    description: "OpenAPI 3.1, generated from the schemas that read requests and are held against answers.",
    access: reading,
    answers: {
      200: {
        description: "The document",
        schema: z.looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) }),
      },
    },
    problems: [],
    handle: () => ({ json: (document ??= openApiDocument([...routes, route], version)) }),
  };
  return route;
}
