import { decisions, worseDecision, type Decision } from "../model/policy.ts";
import { worseState } from "../policy/judge.ts";
import type { Reason, Verdict } from "./verdict.ts";

export const worstOf = (reasons: readonly Reason[]): Decision =>
  reasons.reduce<Decision>((worst, each) => worseDecision(worst, each.decision), "allow");

export const worstFirst = (a: Reason, b: Reason): number =>
  decisions.indexOf(b.decision) - decisions.indexOf(a.decision) || (b.spent ?? 0) - (a.spent ?? 0);

const ownKinds: readonly Reason["kind"][] = ["slo", "registration", "loosening"];

/** The service's own worst state: a dependency's is its own affair. */
export function worstState(reasons: readonly Reason[]): Pick<Verdict, "state" | "cause"> {
  const own = reasons.filter(({ kind }) => ownKinds.includes(kind));
  const [first, ...others] = own.map((reason) => reason.state);
  const state = others.reduce(worseState, first ?? "unknown");
  const cause = own.find((reason) => reason.state === "unknown")?.cause;
  return { state, ...(state === "unknown" && cause !== undefined && { cause }) };
}
