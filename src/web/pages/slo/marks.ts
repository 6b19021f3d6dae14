import type { ShareBody } from "../../../http/schemas/incidents/attribution.ts";
import type { MarkBody } from "../../../http/schemas/history.ts";

export type MarkKind = MarkBody["kind"];

interface Look {
  word: string;
  /** A custom property of the page's colours. */
  colour: string;
  /** In a box of 12 by 12: shape and word tell kinds apart where colour does not. */
  shape: string;
}

export const markLooks: Readonly<Record<MarkKind, Look>> = {
  alert: { word: "alert", colour: "--restricted", shape: "M6 1L11 11H1Z" },
  deployment: { word: "deployment", colour: "--accent", shape: "M6 0.5L11.5 6L6 11.5L0.5 6Z" },
  incident: { word: "incident", colour: "--frozen", shape: "M4 1H8V4H11V8H8V11H4V8H1V4H4Z" },
  exception: {
    word: "exception",
    colour: "--caution",
    shape: "M6 0.5L11 2.5V6C11 9 8.5 11 6 11.5C3.5 11 1 9 1 6V2.5Z",
  },
  experiment: { word: "experiment", colour: "--watch", shape: "M4 1H8V4.5L11 11H1L4 4.5Z" },
  correction: { word: "correction", colour: "--healthy", shape: "M1 4.5H11V7.5H1Z" },
  maintenance: { word: "maintenance", colour: "--unknown", shape: "M1 2.5H11V9.5H1ZM2.5 4V8H9.5V4Z" },
  "spec-change": { word: "spec change", colour: "--ink", shape: "M2 1H8L10.5 3.5V11H2Z" },
};

interface OfSlo {
  id: string;
  service: string;
}

/** Pages of their own by id; what has none is shown as the API tells it. */
const paths: Readonly<Partial<Record<MarkKind | ShareBody["kind"], (slo: OfSlo) => string>>> = {
  deployment: ({ service }) => `/services/${encodeURIComponent(service)}?deployment=`,
  incident: () => "/incidents/",
  exception: () => "/exceptions/",
  experiment: () => "/api/v1/experiments/",
  correction: () => "/api/v1/corrections/",
  "spec-change": () => "/api/v1/loosenings/",
  dependency: () => "/services/",
};

/** Where one reads on about what spent budget. */
export const sourceHref = (
  kind: MarkKind | ShareBody["kind"],
  id: string,
  slo: OfSlo,
): string | undefined => {
  const path = paths[kind]?.(slo);
  return path === undefined ? undefined : path + encodeURIComponent(id);
};

/** Where one reads on about what happened. */
export function markHref({ kind, id }: MarkBody, slo: OfSlo): string | undefined {
  if (kind === "alert") return `/alerts?slo=${encodeURIComponent(slo.id)}`;
  if (kind === "maintenance") return "/calendar";
  return id === undefined ? undefined : sourceHref(kind, id, slo);
}
