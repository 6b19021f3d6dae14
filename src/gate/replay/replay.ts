import { canonical } from "../../governance/chain.ts";
import { decide } from "../decide.ts";
import type { Verdict } from "../verdict.ts";
import { differencesOf, type Difference } from "./differences.ts";
import type { GateInputs } from "./inputs.ts";
import { revive } from "./revive.ts";

export interface Replayed {
  /** The same inputs came to the same verdict, to the letter. */
  identical: boolean;
  verdict: Verdict;
  /** What is otherwise, where anything is. */
  differences: readonly Difference[];
}

/** Decides once more on what was recorded. Another outcome means that nines itself decides otherwise than then. */
export function replay(recorded: Verdict, inputs: GateInputs): Replayed {
  const { view, governance } = revive(inputs);
  const verdict = decide(inputs.question, view, governance, inputs.now);
  const identical = canonical(verdict) === canonical(recorded);
  const differences = identical ? [] : differencesOf({ verdict: recorded, inputs }, { verdict, inputs });
  return { identical, verdict, differences };
}
