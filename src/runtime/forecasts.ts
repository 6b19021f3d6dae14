import type { WeeklyForecast } from "../budget/weekly/forecast.ts";
import { groupKey } from "../model/observation.ts";
import type { Timestamp } from "../model/units.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import type { Explain, Explanation } from "./explanation.ts";
import type { RuntimePorts } from "./ports.ts";
import type { Snapshot } from "./snapshot.ts";
import { messageOf } from "./transitions.ts";

/** Forecasts by the weekly pattern, as they were last made. */
export interface Forecasts {
  /** Of one group of an SLO; undefined while none was made. */
  of: (judged: JudgedSlo, group: JudgedSlo["worst"]) => WeeklyForecast | undefined;
  /** Explains and remembers what it foresees. */
  explain: Explain;
  /** After a cycle: makes one that is due. */
  attend: (snapshot: Snapshot) => Promise<void>;
}

/** What weeks tell changes by the hour. */
const validFor = 3_600;

/**
 * Weeks of hours are a large answer: they are asked for when somebody wants an explanation, and after each cycle for the
 * one SLO that needs it most of those whose forecast is an hour old, those with nothing spent left out.
 */
export function keepForecasts(explain: Explain, { now, log }: Pick<RuntimePorts, "now" | "log">): Forecasts {
  const made = new Map<string, { at: Timestamp; groups: ReadonlyMap<string, WeeklyForecast> }>();
  const remember = (id: string, explanation: Explanation | undefined): void => {
    const groups = explanation?.groups.flatMap(({ group, forecast }) =>
      forecast === undefined ? [] : [[groupKey(group), forecast] as const],
    );
    made.set(id, { at: now(), groups: new Map(groups ?? []) });
  };
  const explained: Explain = async (id) => {
    const explanation = await explain(id);
    if (explanation !== undefined) remember(id, explanation);
    return explanation;
  };
  return {
    of: ({ slo }, { assessment }) => made.get(slo.id)?.groups.get(groupKey(assessment.group)),
    explain: explained,
    attend: async ({ slos, byId }) => {
      for (const id of made.keys()) if (!byId.has(id)) made.delete(id);
      const isDue = ({ slo }: JudgedSlo) => now() - (made.get(slo.id)?.at ?? -Infinity) >= validFor;
      const wanting = slos.filter((judged) => (judged.standing.spent ?? 0) > 0 && isDue(judged));
      const [first] = wanting.toSorted((a, b) => (b.standing.spent ?? 0) - (a.standing.spent ?? 0));
      if (first === undefined) return;
      // Whatever comes of it, it is not asked for again within the hour.
      remember(first.slo.id, undefined);
      await explained(first.slo.id).catch((error: unknown) =>
        log.warn("a forecast could not be made", { slo: first.slo.id, error: messageOf(error) }),
      );
    },
  };
}
