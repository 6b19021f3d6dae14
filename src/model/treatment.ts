import {
  changeKinds,
  decisions,
  defaultChangeKind,
  isAllowed,
  states,
  type ChangeKind,
  type Decision,
  type Policy,
  type State,
} from "./policy.ts";

/** A dependency that holds keeps back what can wait; whatever repairs or is owed passes with a warning. */
export const canWait: readonly ChangeKind[] = ["feature", "experiment"];
/** What goes out into a closed window all the same. */
export const repairs: readonly ChangeKind[] = ["rollback", "security"];

export interface Circumstances {
  change: ChangeKind;
  state: State;
  fastBurn: boolean;
  /** Canonical name. */
  environment: string;
}

/** What a policy's gate rules come to: first match wins, no match is deny. */
export const decisionOf = ({ gate }: Pick<Policy, "gate">, met: Circumstances): Decision =>
  gate.find(
    ({ change, state, fastBurn, environment }) =>
      (change?.includes(met.change) ?? true) &&
      (state?.includes(met.state) ?? true) &&
      (fastBurn === undefined || fastBurn === met.fastBurn) &&
      (environment?.includes(met.environment) ?? true),
  )?.then ?? "deny";

export const isBetter = (a: Decision, b: Decision): boolean => decisions.indexOf(a) < decisions.indexOf(b);

/** Every state with and without a fast burn, in each of the environments. */
export const circumstancesIn = (environments: readonly string[]): readonly Omit<Circumstances, "change">[] =>
  environments.flatMap((environment) =>
    states.flatMap((state) => [true, false].map((fastBurn) => ({ state, fastBurn, environment }))),
  );

/** Stands for every environment that no rule names: no name is empty. */
const elsewhere = "";

/** Whether there is any circumstance in which a kind of change does better than a feature would. */
export function doesBetter(kind: ChangeKind, policy: Pick<Policy, "gate" | "dependencies">): boolean {
  if (repairs.includes(kind)) return true;
  const holds = Object.values(policy.dependencies).includes("hold");
  if (holds && !canWait.includes(kind)) return true;
  const named = policy.gate.flatMap(({ environment = [] }) => environment);
  return circumstancesIn([...new Set([...named, elsewhere])]).some((met) =>
    isBetter(
      decisionOf(policy, { ...met, change: kind }),
      decisionOf(policy, { ...met, change: defaultChangeKind }),
    ),
  );
}

export const kindsDoingBetter = (policy: Pick<Policy, "gate" | "dependencies">): readonly ChangeKind[] =>
  changeKinds.filter((kind) => doesBetter(kind, policy));

/** What a decision comes to where verdicts are only watched. */
export const watched = (decision: Decision): Decision => (isAllowed(decision) ? decision : "warn");
