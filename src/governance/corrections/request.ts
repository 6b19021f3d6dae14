import { correctionEffects, type CorrectionEffect } from "../../model/correction.ts";
import type { Service } from "../../model/definitions.ts";
import { formatSpan } from "../../model/wording.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Facts } from "../facts.ts";
import type { CorrectionRequest } from "./correction.ts";

/** What a person asks for, before anybody has checked it. */
export interface CorrectionInput {
  service: string;
  /** Ids or plain names; absent or empty for every SLO of the service there. */
  slos?: readonly string[] | undefined;
  /** Names or aliases; may be left out where the SLO ids or the service leave only one. */
  environments?: readonly string[] | undefined;
  from: Timestamp;
  to: Timestamp;
  effect: CorrectionEffect;
  reason: string;
  evidence: readonly string[];
}

export interface FieldProblem {
  field: string;
  message: string;
}

/** No SLO's window is longer, so that nothing older can count. */
const reach = 90 * 86_400;
const limits = { reason: 4_000, evidence: 20, link: 2_000 } as const;

/** The request in canonical names, or everything that is wrong with it. */
export function readRequest(
  input: CorrectionInput,
  facts: Facts,
  now: Timestamp,
): CorrectionRequest | readonly FieldProblem[] {
  const problems: FieldProblem[] = [...periodProblems(input, now), ...textProblems(input)];
  const service = facts.services.get(input.service);
  if (service === undefined)
    return [{ field: "service", message: `no service ${input.service} is registered` }, ...problems];
  const environments = environmentsOf(input, service, facts);
  if (isProblem(environments)) return [environments, ...problems];
  const slos = slosOf(input, service, environments, facts);
  if (isProblem(slos)) return [slos, ...problems];
  if (problems.length > 0) return problems;
  const { from, to, effect } = input;
  const [reason, evidence] = [input.reason.trim(), input.evidence.map((link) => link.trim())];
  return { service: service.name, slos, environments, from, to, effect, reason, evidence };
}

const isProblem = (found: readonly string[] | FieldProblem): found is FieldProblem => "field" in found;

function periodProblems({ from, to, effect }: CorrectionInput, now: Timestamp): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const wrong = (field: string, message: string): unknown => problems.push({ field, message });
  if (!Number.isFinite(from)) wrong("from", "must be a moment, such as 2026-11-01T02:00:00Z");
  if (!Number.isFinite(to)) wrong("to", "must be a moment, such as 2026-11-01T03:00:00Z");
  if (from >= to) wrong("to", "must lie after `from`");
  if (to > now) wrong("to", "must not lie ahead: for planned work create a maintenance window");
  if (now - from > reach)
    wrong("from", `lies more than ${formatSpan(reach)} back, beyond the longest window of any SLO`);
  if (!correctionEffects.includes(effect)) wrong("effect", `must be ${correctionEffects.join(" or ")}`);
  return problems;
}

function textProblems({ reason, evidence }: CorrectionInput): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (reason.trim() === "") problems.push({ field: "reason", message: "say why, in a sentence" });
  if (reason.length > limits.reason)
    problems.push({ field: "reason", message: `must be ${limits.reason} characters or fewer` });
  if (evidence.length === 0)
    problems.push({ field: "evidence", message: "needs at least one link to what proves it" });
  if (evidence.length > limits.evidence)
    problems.push({ field: "evidence", message: `must be ${limits.evidence} links or fewer` });
  for (const [index, link] of evidence.entries())
    if (!isLink(link))
      problems.push({
        field: `evidence.${index}`,
        message: "must be a link that begins with https:// or http://",
      });
  return problems;
}

function isLink(text: string): boolean {
  if (text.length > limits.link || !URL.canParse(text.trim())) return false;
  const { protocol, username, password } = new URL(text.trim());
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
}

/** Those asked for; else those of the SLO ids; else the only one that the service has. */
function environmentsOf(
  { environments = [], slos = [] }: CorrectionInput,
  service: Service,
  facts: Facts,
): readonly string[] | FieldProblem {
  const known = service.environments;
  const ofIds = known.filter((name) => slos.some((slo) => slo.split(".")[2] === name));
  const asked = environments.map((name) => facts.environments.get(name)?.name ?? name);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined)
    return {
      field: "environments",
      message: `${service.name} is not registered in ${unknown}, only in ${known.join(", ")}`,
    };
  const found = asked.length > 0 ? asked : ofIds.length > 0 ? ofIds : known;
  if (asked.length === 0 && ofIds.length === 0 && known.length > 1)
    return { field: "environments", message: `name at least one of ${known.join(", ")}` };
  return [...new Set(found)].sort();
}

/** Ids of the SLOs asked for, by id or by name, in the environments. */
function slosOf(
  { slos = [] }: CorrectionInput,
  service: Service,
  environments: readonly string[],
  facts: Facts,
): readonly string[] | FieldProblem {
  const there = environments.flatMap((name) => facts.slosOf(service.name, name).map(({ slo }) => slo));
  const where = `${service.name} in ${environments.join(", ")}`;
  if (there.length === 0) return { field: "service", message: `${where} has no SLO` };
  const found = new Set<string>();
  for (const [index, wanted] of slos.entries()) {
    const meant = there.filter(({ id, name }) => id === wanted || name === wanted);
    if (meant.length === 0) return { field: `slos.${index}`, message: `${where} has no SLO ${wanted}` };
    for (const { id } of meant) found.add(id);
  }
  return [...found].sort();
}
