import { decide } from "../../src/gate/decide.ts";
import type { Question, Subject } from "../../src/gate/question.ts";
import { emptyState, type GovernanceState } from "../../src/governance/state.ts";
import type { Verdict } from "../../src/gate/verdict.ts";
import type { GateView } from "../../src/gate/view.ts";
import type { Timestamp } from "../../src/model/units.ts";
import type { JudgedSlo } from "../../src/policy/judged.ts";
import { noon, snapshotOf } from "../support/snapshots.ts";

export interface Asking {
  subject?: Subject;
  service?: string;
  environment?: string;
  change?: Question["change"];
  group?: Question["group"];
  at?: Timestamp;
  sha?: string;
  governance?: GovernanceState;
}

/** May a feature of checkout go to production? Unless told otherwise. */
export function ask(view: GateView, asking: Asking = {}): Verdict {
  const {
    service = "checkout",
    environment = "production",
    change = "feature",
    group = {},
    at = noon,
    sha,
    governance = emptyState(),
  } = asking;
  const subject = asking.subject ?? { kind: "service", service, environment };
  return decide({ subject, change, group, ...(sha !== undefined && { sha }) }, view, governance, at);
}

export const askOf = (slos: readonly JudgedSlo[], asking: Asking = {}): Verdict =>
  ask(snapshotOf(slos), asking);
