import type { Delivery } from "../model/definitions.ts";
import type { GroupLabels } from "../model/observation.ts";
import type { ChangeKind } from "../model/policy.ts";
import type { Ratio } from "../model/units.ts";

/** Whom the change concerns: a service by name, or every service that a repository delivers. */
export type Subject =
  | { kind: "service"; service: string; environment: string }
  /** `environment` is the forge's own name for it, mapped by `Service.spec.delivery`. */
  | { kind: "delivery"; forge?: Delivery["kind"]; repository: string; environment: string };

/** May this change go out now? */
export interface Question {
  subject: Subject;
  change: ChangeKind;
  /** Narrows grouped SLOs to the groups that carry these labels; an SLO not grouped by them is judged whole. */
  group: GroupLabels;
  /** Names the change: commit, tag or digest. An exception lets pass only what has a name. */
  sha?: string;
  /** The asker's own name for what it does: tells apart two questions on record that are alike otherwise. */
  identifier?: string;
  /** Who asks, where that is known: some kinds of change must be claimed by somebody who may. */
  asker?: { subject: string; groups: readonly string[] };
  /** Of an experiment: what it declares to cost, or which one on record it is. */
  trial?: { cost?: Ratio; experiment?: string };
  /** Only to see what the verdict would be: it passes whatever that is, and spends nothing. */
  dryRun?: boolean;
}
