import { type Document, isMap, isSeq, parseDocument, type YAMLMap, YAMLSeq } from "yaml";
import type { Slo } from "../model/slo.ts";
import { headerLine, isOwnFile } from "./header.ts";
import { inhibitRules } from "./inhibition.ts";
import { routesFor } from "./routes.ts";

/** The file that ours should extend cannot be extended; the message says why and what to do. */
export class AlertmanagerBaseError extends Error {}

/** The whole file when there is no base: valid, and sends nothing until somebody writes receivers. */
const emptyBase = `route:
  receiver: default
  group_by: [alertname]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 4h
receivers:
  # Sends nothing: write receivers named after owners into a file of your own, for --alertmanager-base.
  - name: default
`;

export interface AlertmanagerFile {
  text: string;
  warnings: readonly string[];
}

/**
 * A complete Alertmanager file, since Alertmanager has no include: the base as it is, with our routes behind its own
 * and our inhibition behind its own.
 * @throws AlertmanagerBaseError
 */
export function alertmanagerText(slos: readonly Slo[], base: string = emptyBase): AlertmanagerFile {
  const document = readBase(base);
  const route = mapAt(document, "route");
  const receivers = namesOf(document.get("receivers"));
  const fallback = textAt(route, "receiver");
  if (!receivers.includes(fallback))
    throw new AlertmanagerBaseError(`its default receiver "${fallback}" is not among its receivers`);
  const { routes, warnings } = routesFor(slos, receivers, fallback);
  const foreign = swallowing(route);
  append(document, route, "routes", routes);
  append(document, document.contents as YAMLMap, "inhibit_rules", inhibitRules(slos));
  return {
    text: headerLine + document.toString({ lineWidth: 0, flowCollectionPadding: /[[{] /.test(base) }),
    warnings: base === emptyBase ? [] : [...foreign, ...warnings],
  };
}

function readBase(base: string): Document {
  if (isOwnFile(base)) {
    throw new AlertmanagerBaseError(
      "it is itself compiled; give the file that holds your own receivers and routes",
    );
  }
  const document = parseDocument(base);
  const [problem] = document.errors;
  if (problem !== undefined) throw new AlertmanagerBaseError(`it is no YAML: ${problem.message}`);
  if (!isMap(document.contents)) throw new AlertmanagerBaseError("it is no mapping with route and receivers");
  return document;
}

function mapAt(document: Document, key: string): YAMLMap {
  const node = document.get(key, true);
  if (isMap(node)) return node;
  throw new AlertmanagerBaseError(`it has no ${key}: Alertmanager needs one with a default receiver`);
}

function textAt(map: YAMLMap, key: string): string {
  const value = map.get(key);
  if (typeof value === "string" && value !== "") return value;
  throw new AlertmanagerBaseError(`its route names no default ${key}`);
}

const namesOf = (receivers: unknown): readonly string[] =>
  isSeq(receivers)
    ? receivers.items
        .map((item) => (isMap(item) ? item.get("name") : undefined))
        .filter((name) => typeof name === "string")
    : [];

/** A foreign route without matchers takes every alert before ours can. */
function swallowing(route: YAMLMap): readonly string[] {
  const routes = route.get("routes");
  const takesAll = (item: unknown) =>
    isMap(item) &&
    !["matchers", "match", "match_re"].some((key) => isFilled(item.get(key))) &&
    item.get("continue") !== true;
  return isSeq(routes) && routes.items.some(takesAll)
    ? ["a route of the base has no matchers and no `continue: true`: it takes every alert before our routes"]
    : [];
}

const isFilled = (node: unknown): boolean => (isSeq(node) || isMap(node)) && node.items.length > 0;

function append(document: Document, map: YAMLMap, key: string, items: readonly object[]): void {
  if (items.length === 0) return;
  const present = map.get(key, true);
  const isThere = isSeq(present);
  const list = isThere ? present : new YAMLSeq(document.schema);
  // A flow sequence (`routes: []`) would squeeze ours onto one line.
  list.flow = false;
  for (const item of items) list.add(inline(document.createNode(item)));
  if (!isThere) map.set(key, list);
}

/** Matchers and labels stand on one line, as people write them. */
function inline<N>(node: N): N {
  if (isMap(node)) {
    for (const { value } of node.items) if (isSeq(value)) value.flow = true;
  }
  return node;
}
