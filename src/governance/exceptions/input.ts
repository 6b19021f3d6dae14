import type { ReasonCategory } from "../../model/governance/states.ts";
import type { ChangeKind } from "../../model/policy.ts";
import type { Seconds, Timestamp } from "../../model/units.ts";
import { seconds } from "../../model/units.ts";
import type { Facts } from "../facts.ts";

/** What a person writes; what is left out is filled in from the policy or with what asks for least. */
export interface ExceptionInput {
  service: string;
  slos?: readonly string[];
  /** Names or aliases. */
  environments: readonly string[];
  change?: { sha?: string; repository?: string; kinds?: readonly ChangeKind[] };
  reason: { category: ReasonCategory; text: string };
  businessImpact: string;
  risk: string;
  rollbackPlan: string;
  evidence?: readonly string[];
  /** Now, when left out. */
  start?: Timestamp;
  /** The policy's longest time after the start, when left out. */
  expiry?: Timestamp;
  maxUses?: number;
  /** Share of the whole budget: 0.02 is two per cent of it. */
  maxBudgetCost?: number;
  silverBullet?: boolean;
  followUp?: string;
}

/** In an emergency the reason is enough. */
export type BreakGlassInput = Pick<ExceptionInput, "service" | "environments" | "reason"> &
  Partial<Omit<ExceptionInput, "silverBullet">>;

/** What an input is read against. */
export interface ReadContext {
  facts: Facts;
  now: Timestamp;
  /** Of a broken glass: only the reason is needed. */
  urgent?: boolean;
  /** Changes that it let pass already, when it is edited; 0 when left out. */
  used?: number;
}

/** How long a broken glass opens the gate when nobody says: long enough to repair, too short to forget. */
export const breakGlassLength: Seconds = seconds(4 * 3_600);

export const limits = {
  /** Characters. */
  text: 4_000,
  name: 200,
  link: 2_000,
  links: 20,
  uses: 1_000,
} as const;
