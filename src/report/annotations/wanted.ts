import type { Correction } from "../../governance/corrections/correction.ts";
import type { Deployment } from "../../governance/deployments/deployment.ts";
import type { Exception } from "../../governance/exceptions/exception.ts";
import type { Incident, Spell } from "../../governance/incidents/incident.ts";
import type { GovernanceState } from "../../governance/state.ts";
import { annotationTag } from "../../model/names.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import { type Annotation, type AnnotationKind, idTag, tagsThatFit } from "./annotation.ts";

export type AnnotatedState = Pick<
  GovernanceState,
  "deployments" | "incidents" | "exceptions" | "corrections"
>;

export interface WantedAnnotations {
  /** Those that reach into the time that is looked at. */
  standing: readonly Annotation[];
  /** Ids of what is on record and is not to be shown: a correction that was revoked. */
  gone: ReadonlySet<string>;
}

/** What is on record of deployments, incidents, exceptions and corrections, from `since` on. */
export function wantedAnnotations(
  { deployments, incidents, exceptions, corrections }: AnnotatedState,
  since: Timestamp,
  publicUrl?: string,
): WantedAnnotations {
  const drafts = [
    ...[...deployments.values()].map(ofDeployment),
    ...[...incidents.values()].flatMap(ofIncident),
    ...[...exceptions.values()].flatMap(ofException),
    ...[...corrections.values()].filter(isInForce).map(ofCorrection),
  ];
  return {
    standing: drafts
      .filter(({ from, to }) => (to ?? from) >= since)
      .map((draft) => written(draft, publicUrl)),
    gone: new Set([...corrections.values()].filter((each) => !isInForce(each)).map(({ id }) => id)),
  };
}

interface Draft {
  id: string;
  kind: AnnotationKind;
  service: string;
  environments: readonly string[];
  slos?: readonly string[];
  from: Timestamp;
  to?: Timestamp | undefined;
  says: string;
  /** Of the page of nines. */
  path: string;
  /** Where somebody else tells more. */
  link?: string | undefined;
}

const ofDeployment = (deployment: Deployment): Draft => {
  const { id, service, environment, sha, version, outcome, startedAt, finishedAt, recordedBy } = deployment;
  const what = version ?? sha ?? "a change";
  return {
    ...{ id, service, kind: "deployment", environments: [environment], link: deployment.link },
    from: startedAt,
    to: finishedAt,
    says: `Deployment of ${service} to ${environment}: ${what}, ${outcome ?? "under way"}; told by ${recordedBy}`,
    path: `/services/${service}`,
  };
};

/** Each stretch for itself: between two of them there was no incident. */
const ofIncident = ({ id, service, environment, title, spells }: Incident): Draft[] =>
  spells.map(({ from, to, closed }, index) => ({
    ...{ service, kind: "incident", environments: [environment], from, to },
    id: index === 0 ? id : `${id}.${index + 1}`,
    says: `Incident of ${service} in ${environment}: ${title}${index === 0 ? "" : ", again"}${ending(closed)}`,
    path: `/incidents/${id}`,
  }));

const ending = (closed: Spell["closed"]): string => {
  if (closed === undefined) return "; open";
  if (closed.cause === "alerts-resolved") return "; every alert has resolved";
  return `; closed by ${closed.by}${closed.reason === undefined ? "" : `: ${closed.reason}`}`;
};

const ofException = ({ id, request, inForceAt, ended, uses }: Exception): Draft[] => {
  if (inForceAt === undefined) return [];
  const { service, environments, slos, reason, expiry, maxUses } = request;
  const revoked = ended?.state === "revoked" ? `; revoked${because(ended.reason)}` : "";
  return [
    {
      ...{ id, service, kind: "exception", environments, slos, from: inForceAt },
      to: ended?.at ?? expiry,
      says:
        `Exception for ${whom(request)}: ${reason.text}; ` +
        `used ${uses.length} of ${maxUses} times${revoked}`,
      path: `/exceptions/${id}`,
    },
  ];
};

/** The SLOs that are named, else the service as a whole. */
const whom = ({
  service,
  slos,
  environments,
}: Pick<Draft, "service" | "environments"> & { slos: readonly string[] }) =>
  slos.length === 0 ? `${service} in ${environments.join(", ")}` : slos.join(", ");

const because = (reason: string | undefined): string => (reason === undefined ? "" : `: ${reason}`);

const isInForce = ({ state }: Correction): boolean => state === "approved";

const effects = { drop: "the time does not count", "count-good": "its bad events count as good" } as const;

const ofCorrection = ({ id, request }: Correction): Draft => {
  const { service, environments, slos, from, to, effect, reason } = request;
  return {
    ...{ id, service, kind: "correction", environments, slos, from, to },
    says: `Correction of ${whom(request)}, ${effects[effect]}: ${reason}`,
    path: `/services/${service}`,
  };
};

function written({ id, kind, from, to, ...draft }: Draft, publicUrl: string | undefined): Annotation {
  const links = [
    ...(draft.link === undefined ? [] : [linkTo(draft.link, kind)]),
    ...(publicUrl === undefined ? [] : [linkTo(`${publicUrl}${draft.path}`, "nines")]),
  ];
  const { service, environments, slos = [] } = draft;
  return {
    id,
    from,
    // Grafana would take an end before the beginning for the beginning.
    ...(to !== undefined && { to: timestamp(Math.max(from, to)) }),
    text: [escaped(draft.says), ...links].join("<br>"),
    tags: [
      annotationTag[kind],
      idTag(id),
      ...tagsThatFit([
        ["service", service],
        ...environments.map((name) => ["environment", name] as const),
        ...slos.map((slo) => ["slo", slo] as const),
      ]),
    ],
  };
}

/** Grafana shows the text as HTML: what people wrote is to be seen as they wrote it. */
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const linkTo = (address: string, word: string): string =>
  /^https?:\/\//.test(address)
    ? `<a href="${escaped(address)}" target="_blank">${word}</a>`
    : escaped(address);
