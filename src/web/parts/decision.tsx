import type { Decision } from "../../model/policy.ts";
import { decisionWords } from "../../model/wording.ts";

const shapes: Readonly<Record<Decision, string>> = {
  allow: "M3.5 8.5 6.8 11.8 12.8 4.8",
  warn: "M3.5 8.5 6.8 11.8 12.8 4.8",
  // A hand that holds: the bars of a pause.
  needs_exception: "M6 4.5V11.5M10 4.5V11.5",
  deny: "M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5",
};

/** What the gate says: shape, word and colour. */
export function DecisionMark({ decision }: { decision: Decision }) {
  const isYes = decision === "allow" || decision === "warn";
  return (
    <span class={`decision ${isYes ? "yes" : "no"}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="7.2" fill="none" stroke="currentColor" stroke-width="1.2" />
        <path d={shapes[decision]} fill="none" stroke="currentColor" stroke-width="2" />
      </svg>
      {decisionWords[decision]}
    </span>
  );
}
