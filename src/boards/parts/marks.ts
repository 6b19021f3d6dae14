import { annotationTag, label } from "../../model/names.ts";
import type { Matcher } from "../../model/promql.ts";
import { boardColours } from "../../model/state-colours.ts";
import type { Mark } from "../model.ts";
import { firingBurns } from "./tiers.ts";

/** What `nines serve` writes into Grafana's store, where it is told to; narrowed by a service: corrections of all its SLOs name none. */
export const storedMarks = ({ service = [] }: { service?: string[] } = {}): Mark[] => [
  stored("Deployments", annotationTag.deployment, boardColours.accent, service),
  stored("Incidents", annotationTag.incident, boardColours.restricted, service),
  stored("Exceptions", annotationTag.exception, boardColours.watch, service),
  stored("Corrections", annotationTag.correction, boardColours.quiet, service),
];

const stored = (name: string, tag: string, colour: string, more: readonly string[]): Mark => ({
  kind: "stored",
  name,
  colour,
  tags: [tag, ...more],
});

/** While burn alerts fire, as Prometheus itself recorded it. */
export const alertMarks = (matchers: readonly Matcher[]): Mark => ({
  kind: "series",
  name: "Burn alerts",
  colour: boardColours.frozen,
  expr: firingBurns(matchers),
  title: `{{${label.name}}}: ${label.tier} {{${label.tier}}}`,
  text: `{{${label.id}}} burns its error budget`,
  tagLabels: [label.tier, label.severity],
});
