import { formatDuration } from "../../model/durations.ts";
import { errorBudget, type Slo } from "../../model/slo.ts";
import type { Tier } from "../../model/tiers.ts";
import { seconds, tidy } from "../../model/units.ts";
import { firstRing, type SummedLedger, type TierSetting } from "./replay.ts";

/** An alert of the tier that somebody has marked. */
export interface LabelledAlert {
  id: string;
  useful: boolean;
  from: number;
  to: number;
  /** The ledger of the group that it was about. */
  ledger: SummedLedger;
}

export interface Proposal extends TierSetting {
  /** Of the alerts marked as noise, how many would have been silent. */
  silenced: number;
  noise: number;
  /** Useful ones, every one of which would still have rung. */
  kept: number;
  /** How much later the slowest of them would have rung, in seconds. */
  delay: number;
}

export type ProposedTier =
  { tier: string; proposal: Proposal } | { tier: string; proposal?: undefined; why: string };

/** Fewer marked alerts than these are anecdotes. */
export const minimum = { marked: 10, useful: 3, noise: 3 } as const;
/** A setting that explains what rang must do so for nine of ten. */
const explained = 0.9;
/** What silences less than half of the noise is not worth a change. */
const worthwhile = 0.5;
/** A useful alert may come this much later, no more. */
const longestDelay = 300;

/**
 * Proposes a quieter setting for a tier when the marked history supports it: replayed over the ledger, every useful
 * alert would still have rung, at most five minutes later, and at least half of the noise would not.
 */
export function propose(
  slo: Slo,
  tier: Tier,
  labelled: readonly LabelledAlert[],
  missed: number,
): ProposedTier {
  const refusal = unsupported(slo, tier, labelled, missed);
  if (refusal !== undefined) return { tier: tier.name, why: refusal };
  const found = candidates(tier).flatMap((setting) => tryOut(slo, setting, labelled));
  // Of equals the first: candidates stand in the order of how much they change.
  const best = found.reduce<Proposal | undefined>(
    (chosen, each) => (chosen === undefined || each.silenced > chosen.silenced ? each : chosen),
    undefined,
  );
  if (best === undefined)
    return {
      tier: tier.name,
      why: "no setting that was tried silences half of the noise and keeps every useful alert within five minutes",
    };
  return { tier: tier.name, proposal: best };
}

function unsupported(
  slo: Slo,
  tier: Tier,
  labelled: readonly LabelledAlert[],
  missed: number,
): string | undefined {
  const useful = labelled.filter((each) => each.useful).length;
  const noise = labelled.length - useful;
  if (labelled.length < minimum.marked || useful < minimum.useful || noise < minimum.noise)
    return (
      `${labelled.length} alerts are marked, ${useful} useful and ${noise} noise: at least ${minimum.marked}, ` +
      `${minimum.useful} and ${minimum.noise} are needed`
    );
  if (missed > 0)
    return `${missed} missed alert${missed === 1 ? " is" : "s are"} entered: what misses trouble is not to be quieter`;
  const told = labelled.filter((each) => ringsAt(slo, settingOf(tier), each) !== undefined).length;
  return told < explained * labelled.length
    ? `the ledger shows a reason to ring for ${told} of ${labelled.length} marked alerts: too few to judge others by`
    : undefined;
}

const settingOf = ({ long, short, factor, minBadEvents }: Tier): TierSetting => ({
  long,
  short,
  factor,
  minBadEvents,
});

/** Raw series see what the ledger writes up to an interval and its delay later. */
const ringsAt = (slo: Slo, setting: TierSetting, { from, to, ledger }: LabelledAlert): number | undefined =>
  firstRing(ledger, setting, errorBudget(slo), {
    from: from - slo.ledgerInterval,
    to: to + slo.ledgerInterval + 60,
  });

const guards = [5, 10, 20, 50, 100, 200] as const;
const steeper = [1, 1.25, 1.5, 2, 3] as const;
const longer = [1, 2] as const;

/** Quieter settings, the smallest changes first. */
function candidates(tier: Tier): readonly TierSetting[] {
  const minBadEvents = [tier.minBadEvents, ...guards.filter((guard) => guard > tier.minBadEvents)];
  return longer.flatMap((times) =>
    steeper.flatMap((more) =>
      minBadEvents
        .map((guard) => ({
          long: tier.long * times,
          short: tier.short * times,
          factor: tidy(tier.factor * more),
          minBadEvents: guard,
        }))
        .filter((_, index) => times > 1 || more > 1 || index > 0),
    ),
  );
}

function tryOut(slo: Slo, setting: TierSetting, labelled: readonly LabelledAlert[]): readonly Proposal[] {
  const useful = labelled.filter((each) => each.useful);
  const noise = labelled.filter((each) => !each.useful);
  const silenced = noise.filter((each) => ringsAt(slo, setting, each) === undefined).length;
  if (silenced < worthwhile * noise.length) return [];
  const delays = useful.map((each) => (ringsAt(slo, setting, each) ?? Infinity) - each.from);
  const delay = Math.max(0, ...delays);
  if (delay > longestDelay + slo.ledgerInterval) return [];
  return [{ ...setting, silenced, noise: noise.length, kept: useful.length, delay }];
}

/** What to write into the definitions. */
export function proposedYaml({ window }: Slo, present: Tier, setting: TierSetting): string {
  const { name } = present;
  const guard = `minBadEvents: ${setting.minBadEvents}`;
  if (setting.factor === present.factor && setting.long === present.long)
    return `alerting: { tiers: { ${name}: { ${guard} } } }`;
  const [long, short] = [setting.long, setting.short].map((each) => formatDuration(seconds(each)));
  const budget = `${tidy((setting.factor * setting.long * 100) / window.length)}%`;
  return (
    `# of an AlertWindows that the SLO names in alerting.windows\n` +
    `${name}: { long: ${long}, short: ${short}, budget: ${budget}, severity: ${present.severity}, ${guard} }`
  );
}
