import { decisionWords, formatBurn, formatSpan, groupText, stateShapes } from "../../model/wording.ts";
import type { ReasonBody, VerdictBody } from "../../http/schemas/verdict.ts";
import { decisionMark, inState, printable, type Ink } from "../terminal/ink.ts";
import { timeOfDay } from "./moments.ts";

const shown = 10;

const decisionSigns = { allow: "✔", warn: "✔", needs_exception: "✋", deny: "✘" } as const;

function heading(
  { decision, services, environment, change, group, sha, dryRun }: VerdictBody,
  ink: Ink,
): string {
  const what = `${change} of ${services.join(", ") || "an unknown service"} to ${environment}`;
  const narrowed = Object.keys(group).length === 0 ? "" : ` {${groupText(group)}}`;
  const named = sha === undefined ? "" : ` at ${sha}`;
  return `${decisionSigns[decision]} ${decisionMark(ink, decision)}: ${printable(what + narrowed + named)}${watchedWords(dryRun)}`;
}

const watchedWords = (dryRun: VerdictBody["dryRun"]): string =>
  dryRun === undefined ? "" : ` (dry run of the ${dryRun.by}: it would be ${decisionWords[dryRun.decision]})`;

const subjectOf = ({ kind, slo, group, path, exception, window }: ReasonBody): string => {
  const name =
    slo ??
    (kind === "window" ? window : exception) ??
    (kind === "claim" || kind === "experiment" ? kind : "registration");
  const narrowed = group === undefined ? "" : ` {${groupText(group)}}`;
  const via = path === undefined ? "" : ` (${path.join(" → ")})`;
  return `${name}${narrowed}${via}`;
};

function facts({ burn, dataAgeSeconds, policy, policyHash }: ReasonBody): string[] {
  return [
    ...(burn === undefined ? [] : [`burn ${formatBurn(burn)}`]),
    ...(dataAgeSeconds === undefined ? [] : [`data ${formatSpan(dataAgeSeconds)} old`]),
    ...(policy === undefined
      ? []
      : [`policy ${policy}${policyHash === undefined ? "" : ` (${policyHash})`}`]),
  ];
}

/** A sentence that several SLOs share, such as a silent Prometheus, is said once. */
function reasonLines(reason: ReasonBody, before: ReasonBody | undefined, ink: Ink): string[] {
  const mark = inState(ink, reason.state, `${stateShapes[reason.state]} ${printable(subjectOf(reason))}`);
  const isSaid = reason.sentence === before?.sentence;
  const lines = [
    `  ${mark}  → ${decisionWords[reason.decision]}`,
    ...(isSaid ? [] : [`    ${printable(reason.sentence)}`]),
  ];
  const more = facts(reason);
  return more.length === 0 ? lines : [...lines, `    ${ink("dim", printable(more.join(" · ")))}`];
}

/** What lets it pass needs one line; what holds it back is told whole. */
function reasonsOf({ reasons, allowed }: VerdictBody, ink: Ink): string[] {
  const told = reasons
    .slice(0, shown)
    .flatMap((reason, index) =>
      !allowed && reason.decision === "allow"
        ? [
            `  ${stateShapes[reason.state]} ${printable(subjectOf(reason))}  → ${decisionWords[reason.decision]}`,
          ]
        : reasonLines(reason, reasons[index - 1], ink),
    );
  const rest = reasons.length - shown;
  return rest > 0 ? [...told, `  … and ${rest} more; --json lists all`] : told;
}

/** The command that asks for an exception, ready to be copied; it asks for the rest. */
function wayOut({ decision, services, environment, change, sha }: VerdictBody): string[] {
  const [service, ...others] = services;
  if (decision !== "needs_exception" || service === undefined || others.length > 0) return [];
  const named = sha === undefined ? "" : ` --sha ${printable(sha)}`;
  return [
    `to ask for one: nines exception request --service ${printable(service)} \\`,
    `  --environment ${printable(environment)} --change ${change}${named}`,
  ];
}

/** Lines of `nines gate`: the decision, why, what may go out instead, and how long this holds. */
export function gateLines(verdict: VerdictBody, ink: Ink): string[] {
  const { allowedNow, change, allowed, evaluatedAt, validUntil } = verdict;
  const holds = (Date.parse(validUntil) - Date.parse(evaluatedAt)) / 1_000;
  const instead = allowed
    ? []
    : [`allowed now: ${allowedNow.filter((kind) => kind !== change).join(", ") || "nothing"}`];
  return [
    heading(verdict, ink),
    ...reasonsOf(verdict, ink),
    ...instead,
    ...wayOut(verdict),
    ink("dim", `holds for ${formatSpan(holds)}, until ${timeOfDay(validUntil)}`),
  ];
}
