import { formatPercent } from "../../model/decimals.ts";
import { changeKinds, type ChangeKind, type GateRule, type Policy } from "../../model/policy.ts";
import { doesBetter } from "../../model/treatment.ts";
import type { Ratio } from "../../model/units.ts";
import type { WrittenPolicy, WrittenRule } from "../kinds/policy.ts";
import type { Report } from "../report.ts";
import type { Located } from "../shapes/shape.ts";

const order = ["watch", "caution", "restricted", "frozen"] as const;

/** True when every state is entered later than the one before it. */
export function checkAscending(
  states: NonNullable<WrittenPolicy["spec"]["states"]>,
  thresholds: Policy["thresholds"],
  report: Report,
): boolean {
  for (const [index, state] of order.entries()) {
    const before = order[index - 1];
    const [own, other] = [thresholds[state], before === undefined ? 0 : thresholds[before]];
    if (own > other) continue;
    const message =
      before === undefined
        ? `${state} at ${formatPercent(own)} is entered before anything is spent`
        : `${state} at ${formatPercent(own)} is not above ${before} at ${formatPercent(other)}`;
    const place =
      states[state]?.place ?? (before === undefined ? undefined : states[before]?.place) ?? states.place;
    report(
      "thresholds-not-ascending",
      place,
      message,
      "let watch, caution, restricted and frozen grow in this order",
    );
    return false;
  }
  return true;
}

/** A margin as wide as the lowest threshold would ask for less than nothing spent. */
export function checkMargin(margin: Located<Ratio>, watch: Ratio, report: Report): boolean {
  if (margin.value < watch) return true;
  const message = `leaving watch would need ${formatPercent(watch)} − ${formatPercent(margin.value)} of the budget or less`;
  report(
    "leave-margin-too-wide",
    margin.place,
    message,
    "write a margin below the threshold of watch, such as 5%",
  );
  return false;
}

/** True when everything the later rule matches is already matched by the earlier one. */
function covers(earlier: GateRule, later: GateRule): boolean {
  const within = <T>(wide: readonly T[] | undefined, narrow: readonly T[] | undefined): boolean =>
    wide === undefined || (narrow !== undefined && narrow.every((each) => wide.includes(each)));
  return (
    within(earlier.change, later.change) &&
    within(earlier.environment, later.environment) &&
    within(earlier.state, later.state) &&
    (earlier.fastBurn === undefined || earlier.fastBurn === later.fastBurn)
  );
}

export function reportUnreachable(
  rules: readonly GateRule[],
  written: readonly WrittenRule[],
  report: Report,
): void {
  for (const [index, rule] of rules.entries()) {
    const before = rules.findIndex((earlier) => covers(earlier, rule));
    const place = written[index]?.place;
    if (before >= index || place === undefined) continue;
    const message = `rule ${index + 1} never decides: rule ${before + 1} matches all that it matches`;
    report("gate-rule-unreachable", place, message, "move it up, narrow the earlier rule, or remove it");
  }
}

export type WrittenClaims = NonNullable<WrittenPolicy["spec"]["claims"]>;
type WrittenClaim = NonNullable<WrittenClaims["fix"]>;

/** The claims that were written, by kind. */
export const writtenClaims = (claims: WrittenClaims): readonly (readonly [ChangeKind, WrittenClaim])[] =>
  changeKinds.flatMap((kind) => {
    const claim = kind === "feature" ? undefined : claims[kind];
    return claim === undefined ? [] : [[kind, claim] as const];
  });

/** A claim of what never does better than a feature stops nobody, and one without a condition asks for nothing. */
export function checkClaims(
  claims: WrittenClaims,
  policy: Pick<Policy, "gate" | "dependencies">,
  report: Report,
): void {
  for (const [kind, { groups, proof, place }] of writtenClaims(claims)) {
    if (groups === undefined && proof === undefined)
      report(
        "claim-without-use",
        place,
        `the claim of ${kind} asks for nothing`,
        "give it groups, or a proof",
      );
    else if (!doesBetter(kind, policy))
      report(
        "claim-without-use",
        place,
        `${kind} never does better than a feature under this policy: nobody gains by claiming it`,
        "remove the claim, or write the rule that lets it pass",
      );
  }
}
