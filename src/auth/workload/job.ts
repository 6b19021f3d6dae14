import type { Identity, Workload } from "../../governance/people/identity.ts";
import { servicesDelivered } from "../../governance/people/may-ask.ts";
import { toSubject, workloadPrefix } from "../../governance/people/subject.ts";
import type { Service } from "../../model/definitions.ts";

type Claims = Readonly<Record<string, unknown>>;

const text = (claims: Claims, name: string): string | undefined => {
  const value = claims[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** GitLab's `ref` is short and its `ref_path` whole; older ones send the short one alone, with its type. */
function gitlabRef(claims: Claims): string | undefined {
  const whole = text(claims, "ref_path");
  const short = text(claims, "ref");
  if (whole !== undefined || short === undefined) return whole;
  if (text(claims, "pipeline_source") === "merge_request_event") return undefined;
  const kinds: Readonly<Record<string, string>> = { branch: "refs/heads/", tag: "refs/tags/" };
  const prefix = kinds[text(claims, "ref_type") ?? ""];
  return prefix === undefined ? undefined : `${prefix}${short}`;
}

const repositoryShape = /^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)+$/;

/** What a forge's token says of its job; undefined when it lacks a repository or a ref. */
export function workloadOf(forge: Workload["forge"], claims: Claims): Workload | undefined {
  const repository = text(claims, forge === "github" ? "repository" : "project_path");
  const ref = forge === "github" ? text(claims, "ref") : gitlabRef(claims);
  const environment = text(claims, "environment");
  if (repository === undefined || ref === undefined || !repositoryShape.test(repository)) return undefined;
  return { forge, repository, ref, ...(environment !== undefined && { environment }) };
}

/** `refs/heads/release-*`: `*` is any text, everything else itself. */
export function matchesRef(ref: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`, "s").test(ref);
  });
}

/** The machine that a job is; it may act for what its repository delivers. */
export function machineOf(workload: Workload, services: Iterable<Service>): Identity | undefined {
  const { forge, repository } = workload;
  const subject = toSubject(`${workloadPrefix}${forge}:${repository}`);
  if (subject === undefined) return undefined;
  return {
    subject,
    kind: "machine",
    roles: ["machine"],
    groups: [],
    services: servicesDelivered(services, workload),
    via: `workload:${forge}`,
    workload,
  };
}
