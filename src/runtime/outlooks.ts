import { outlookOf, type Outlook } from "../budget/outlook.ts";
import type { Course } from "../model/course.ts";
import { groupKey } from "../model/observation.ts";
import { errorBudget, type Slo } from "../model/slo.ts";
import type { Tier } from "../model/tiers.ts";
import { seconds, type Seconds, type Timestamp } from "../model/units.ts";
import { burningGroup, firingOf } from "../policy/burning-group.ts";
import type { JudgedGroup, JudgedSlo } from "../policy/judged.ts";
import type { NoData } from "../query/port.ts";
import { readRecent, recentQueries } from "../query/recent.ts";
import type { RuntimePorts } from "./ports.ts";
import type { SnapshotReader } from "./snapshot.ts";
import { sourceOf } from "./sources.ts";

export interface TierOutlook {
  tier: Tier;
  group: JudgedGroup;
  outlook: Outlook;
}

/** How the burn-rate alerts of an SLO will fare if the present goes on. */
export interface Outlooks {
  judged: JudgedSlo;
  /** Those that do not fire yet, in the group that is nearest to it. */
  tiers: readonly TierOutlook[];
  /** What is taken to go on: the last so many seconds. */
  present: Seconds;
  silent?: NoData;
}

/** Asks the SLO's source for its last days; undefined when there is no such SLO. */
export type ReadOutlooks = (id: string) => Promise<Outlooks | undefined>;

export const outlooksReader =
  (reader: SnapshotReader, ports: Pick<RuntimePorts, "sources" | "now">): ReadOutlooks =>
  async (id) => {
    const judged = reader.current()?.byId.get(id);
    if (judged === undefined) return undefined;
    const quiet = quietTiers(judged);
    const now = judged.assessment.observedAt ?? ports.now();
    const courses = await coursesOf(judged.slo, quiet, now, ports);
    const silent = [...courses.values()].find((course): course is NoData => "cause" in course);
    return outlooksFrom(judged, quiet, courses, now, silent);
  };

type Quiet = readonly { tier: Tier; group: JudgedGroup }[];
type Courses = ReadonlyMap<string, Course | NoData>;

const quietTiers = (judged: JudgedSlo): Quiet =>
  judged.slo.alerting.tiers
    .map((tier) => ({ tier, group: burningGroup(tier, judged) }))
    .filter(({ tier, group }) => firingOf(tier, group) === undefined);

const keyOf = ({ assessment }: JudgedGroup): string => groupKey(assessment.group);

/** One reading for each group that is looked at, as far back as its longest window. */
async function coursesOf(
  slo: Slo,
  quiet: Quiet,
  now: Timestamp,
  { sources }: Pick<RuntimePorts, "sources">,
): Promise<Courses> {
  const source = sourceOf(slo, sources);
  if (source === undefined) return new Map();
  const byGroup = [...Map.groupBy(quiet, ({ group }) => keyOf(group))];
  return new Map(
    await Promise.all(
      byGroup.map(async ([key, own]) => {
        const over = seconds(Math.max(...own.map(({ tier }) => tier.long)));
        const [bad, total] = await source.ask(
          recentQueries(slo, own[0]?.group.assessment.group ?? {}, over),
          now,
        );
        return [key, readRecent(bad, total)] as const;
      }),
    ),
  );
}

function outlooksFrom(
  judged: JudgedSlo,
  quiet: Quiet,
  courses: Courses,
  now: Timestamp,
  silent: NoData | undefined,
): Outlooks {
  const { slo } = judged;
  const present = presentOf(slo);
  const shared = { interval: slo.ledgerInterval, now, budget: errorBudget(slo), present };
  return {
    judged,
    present,
    tiers: quiet.map(({ tier, group }) => {
      const course = courses.get(keyOf(group)) ?? [];
      return {
        tier,
        group,
        outlook: "cause" in course ? { kind: "unknown" } : outlookOf(tier, { ...shared, course }),
      };
    }),
    ...(silent !== undefined && { silent }),
  };
}

/** The shortest window that alerts look at; it holds two samples of the ledger at least. */
const presentOf = ({ alerting, ledgerInterval }: Slo): Seconds =>
  seconds(Math.max(2 * ledgerInterval, Math.min(...alerting.tiers.map(({ short }) => short))));
