import type { Delivery } from "../../model/definitions.ts";
import { selector } from "../promql/query.ts";
import { list, tolerantList } from "../shapes/list.ts";
import { anyKey, flag, labelName, name, nameKey, text, wholeNumber } from "../shapes/texts.ts";
import {
  object,
  optional,
  record,
  required,
  tolerantObject,
  type ObjectOf,
  type RecordEntry,
} from "../shapes/object.ts";
import { duration, objective, traffic } from "../shapes/quantities.ts";
import { failed, located, refine, type Located, type Shape } from "../shapes/shape.ts";
import { windowShape } from "../shapes/window.ts";
import { alertingShape, labels } from "./alerting.ts";
import { dependencyShape } from "./dependency.ts";
import { nameField, tolerantDocumentShape } from "./envelope.ts";
import { budgetingShape, sliShape } from "./sli.ts";
import type { Node } from "../yaml/nodes.ts";

const overrideFields = {
  objective: optional(objective, "The objective in this environment"),
  window: optional(located(windowShape), "The window in this environment"),
  alerting: optional(alertingShape, "Alerting in this environment, key by key over the SLO's own"),
};

const sloFields = {
  name: required(located(name), "Unique within the service"),
  description: optional(text, "What is promised, in the users' words"),
  objective: required(objective, "Share of good events promised, as a percentage below 100%"),
  window: optional(
    located(windowShape),
    "Rolling window, 1d to 90d, or {calendar: month}; 30d unless Defaults say otherwise",
  ),
  sli: required(sliShape, "How good and bad events are counted"),
  presence: optional(
    selector,
    "Selector that is 1 while the service is there: then an absent total means no traffic",
  ),
  groupBy: optional(list(located(labelName), "groupBy"), "One budget for each value of these labels"),
  budgeting: optional(budgetingShape, "occurrences (default), timeslices or ratioTimeslices"),
  scrapeInterval: optional(located(duration), "How often Prometheus scrapes these series"),
  ledgerInterval: optional(located(duration), "How often the ledger writes a pair"),
  alerting: optional(alertingShape, "Alerts of this SLO"),
  labels: optional(labels, "Free labels: routing labels on alerts, never on recorded series"),
  policy: optional(located(name), "The policy that judges this SLO"),
  gate: optional(flag, "false: shown, but never judged by the gate"),
  traffic: optional(traffic, "Expected events, such as 1000/d, for the arithmetic of nines lint"),
  overrides: optional(
    record(object(overrideFields, "an override"), nameKey, "overrides"),
    "Other objective, window or alerting in single environments",
  ),
};
export type WrittenSlo = ObjectOf<typeof sloFields> & { isBroken: boolean };
export type WrittenOverride = RecordEntry<ObjectOf<typeof overrideFields>>;

export interface WrittenDelivery extends Omit<Delivery, "environments"> {
  environments: readonly RecordEntry<Located<string>>[];
}

const deliveryFields = {
  github: optional(text, "owner/repository on GitHub"),
  gitlab: optional(text, "group/project on GitLab"),
  environments: optional(
    record(located(name), anyKey, "environments"),
    "The forge's environment name → ours",
  ),
};
const deliveryObject = object(deliveryFields, "a delivery");
const deliveryShape: Shape<WrittenDelivery> = refine(deliveryObject, (written, node, report) => {
  const { github, gitlab, keys, place, environments = [] } = written;
  if (github !== undefined && gitlab !== undefined) {
    report(
      "conflicting-keys",
      keys.gitlab ?? place,
      "a delivery comes from one forge",
      "write two deliveries",
    );
    return failed;
  }
  const repository = github ?? gitlab;
  if (repository !== undefined)
    return { kind: github === undefined ? "gitlab" : "github", repository, environments };
  report(
    "missing-key",
    node.place,
    'a delivery needs "github" or "gitlab"',
    "add `github: owner/repository`",
  );
  return failed;
});

const specFields = {
  description: optional(text, "What the service does"),
  criticality: optional(wholeNumber(1, 4) as Shape<1 | 2 | 3 | 4>, "1 (most) to 4"),
  policy: optional(located(name), "The policy that judges its SLOs"),
  dependsOn: optional(
    list(dependencyShape, "dependsOn"),
    "Services that this one needs: a name, { service, optional } or { any: [a, b] }",
  ),
  environments: optional(
    list(located(name), "environments"),
    "Where it runs: each SLO is compiled once for each",
  ),
  delivery: optional(list(deliveryShape, "delivery"), "Where its deployments come from"),
  alerting: optional(alertingShape, "Alerts of all its SLOs, unless they say otherwise"),
  slos: optional(tolerantList(tolerantObject(sloFields, "an SLO"), "slos"), "What it promises"),
};

const metadataFields = {
  name: nameField,
  owner: optional(text, "The team that answers for it; becomes a routing label"),
  labels: optional(labels, "Free labels of all its SLOs"),
};

const documentShape = tolerantDocumentShape(
  "Service",
  tolerantObject(metadataFields, "metadata of Service"),
  tolerantObject(specFields, "spec of Service"),
);

const valueAt = (node: Node | undefined, key: string): Node | undefined =>
  node?.kind === "map" ? node.entries.get(key)?.value : undefined;

export const serviceShape = refine(documentShape, (service, node) => {
  const slos = valueAt(valueAt(node, "spec"), "slos");
  const written = slos?.kind === "list" ? slos.items.length : 0;
  /** An SLO could not be read at all, not even by name: a reference to it is no second mistake. */
  return { ...service, hasLostSlos: written > (service.spec.slos?.length ?? 0) };
});
export type WrittenService = Exclude<ReturnType<typeof serviceShape.decode>, typeof failed>;

/** Whether anything about the service itself is wrong; its SLOs speak for themselves. */
export const isBroken = ({ isBroken: own, metadata, spec }: WrittenService): boolean =>
  own || metadata.isBroken || spec.isBroken;
