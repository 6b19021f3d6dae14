import { createHash } from "node:crypto";
import type { Service } from "../../model/definitions.ts";
import { budgetEffects, gateEffects, windowKinds } from "../../model/governance/states.ts";
import type { Slo } from "../../model/slo.ts";
import type { Timestamp } from "../../model/units.ts";
import { canonical } from "../chain.ts";
import type { Facts } from "../facts.ts";
import { checkSchedule, type FieldProblem } from "./schedule/check.ts";
import type { WindowRequest } from "./window.ts";

/** Approvals bind to this: SHA-256 of the canonical text of the request, hex. */
export const hashOfRequest = (request: WindowRequest): string =>
  createHash("sha256").update(canonical(request)).digest("hex");

export type CheckedRequest =
  { ok: true; request: WindowRequest } | { ok: false; problems: readonly FieldProblem[] };

/** The request with canonical names, or everything that is wrong with it, field by field. */
export function checkRequest(asked: WindowRequest, facts: Facts, now: Timestamp): CheckedRequest {
  const environments = [
    ...new Set(asked.environments.map((name) => facts.environments.get(name)?.name ?? name)),
  ];
  const request = { ...asked, environments, slos: [...new Set(asked.slos)] };
  const problems = [
    ...checkText("title", request.title, 200),
    ...checkText("reason", request.reason, 2000),
    ...checkActs(request),
    ...checkScope(request, facts),
    ...checkSchedule(request.schedule, now),
  ];
  return problems.length === 0 ? { ok: true, request } : { ok: false, problems };
}

export function checkText(field: string, text: string, longest: number): readonly FieldProblem[] {
  if (text.trim() === "") return [{ field, message: "is empty: say it in a few words" }];
  if (text.length > longest) return [{ field, message: `is longer than ${longest} characters` }];
  // Line ends and tabs are a person's; any other control character would reach terminals and silences.
  const isPlain = text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text);
  return isPlain ? [] : [{ field, message: "holds control characters: write plain text" }];
}

function checkActs({ kind, acts }: WindowRequest): readonly FieldProblem[] {
  if (!windowKinds.includes(kind))
    return [{ field: "kind", message: `is none of ${windowKinds.join(", ")}` }];
  if (!budgetEffects.includes(acts.budget))
    return [{ field: "acts.budget", message: `is none of ${budgetEffects.join(", ")}` }];
  if (!gateEffects.includes(acts.gate))
    return [{ field: "acts.gate", message: `is none of ${gateEffects.join(", ")}` }];
  if (kind === "known-issue" && acts.gate === "open")
    return [{ field: "acts.gate", message: "a known issue never opens the gate: ask for an exception" }];
  if (!acts.alerts && acts.budget === "count" && acts.gate === "none")
    return [{ field: "acts", message: "it acts on nothing: choose alerts, budget or gate" }];
  return [];
}

function checkScope(request: WindowRequest, facts: Facts): readonly FieldProblem[] {
  const service = facts.services.get(request.service);
  if (service === undefined)
    return [{ field: "service", message: `no service ${JSON.stringify(request.service)} is registered` }];
  const places = checkEnvironments(request, service);
  if (places.length > 0) return places;
  const known = slosIn(request, facts);
  const unknown = request.slos.filter((id) => !known.some((slo) => slo.id === id));
  if (unknown.length > 0) return unknown.map((id) => unknownSlo(id, known));
  if (known.length === 0)
    return [
      { field: "environments", message: `${service.name} has no SLO there that a window could act on` },
    ];
  return checkGroup(request, slosConcerned(request, facts));
}

function checkEnvironments({ environments }: WindowRequest, service: Service): readonly FieldProblem[] {
  const known = service.environments.join(", ");
  if (environments.length === 0) return [{ field: "environments", message: `name at least one of ${known}` }];
  return environments
    .filter((name) => !service.environments.includes(name))
    .map((name) => ({
      field: "environments",
      message: `${service.name} is not registered in ${JSON.stringify(name)}, only in ${known}`,
    }));
}

const unknownSlo = (id: string, known: readonly Slo[]): FieldProblem => ({
  field: "slos",
  message: `no SLO ${JSON.stringify(id)} there; known are ${known.map((slo) => slo.id).join(", ") || "none"}`,
});

function checkGroup({ group, slos }: WindowRequest, concerned: readonly Slo[]): readonly FieldProblem[] {
  const groups = Object.entries(group);
  const blank = groups.filter(([, value]) => value === "");
  if (blank.length > 0)
    return blank.map(([name]) => ({
      field: `group.${name}`,
      message: "is empty: name one group, or leave it out",
    }));
  const strangers = groups.filter(([name]) =>
    slos.length === 0
      ? !concerned.some(({ groupBy }) => groupBy.includes(name))
      : concerned.some(({ groupBy }) => !groupBy.includes(name)),
  );
  return strangers.map(([name]) => ({
    field: `group.${name}`,
    message: `an SLO of this window is not grouped by ${name}: leave it out, or name the SLOs that are`,
  }));
}

const slosIn = ({ service, environments }: WindowRequest, facts: Facts): readonly Slo[] =>
  environments.flatMap((environment) => facts.slosOf(service, environment).map(({ slo }) => slo));

/** The SLOs that the window speaks of; without names every one of the service there. */
export const slosConcerned = (request: WindowRequest, facts: Facts): readonly Slo[] =>
  slosIn(request, facts).filter(({ id }) => request.slos.length === 0 || request.slos.includes(id));
