import { intervals } from "../../src/model/intervals.ts";
import { parseObjective } from "../../src/model/decimals.ts";
import type { Budgeting, Slo } from "../../src/model/slo.ts";
import { seconds } from "../../src/model/units.ts";
import type { Terms } from "../bench.ts";
import { availability } from "../slo.ts";
import type { Part } from "./part.ts";
import { asSeries, scrape, type Clock, type Scraped } from "./scrapes.ts";
import { flowing, type Spell, type Traffic } from "./traffic.ts";
import { judgeTrials, limits, type Trial } from "./trials.ts";
import { shown } from "./truth.ts";

const day = 86_400;
const minute = 60;
/** A week: half a million slices of a minute would only say it again. */
const days = 7;
const at = Date.UTC(2026, 5, 30, 12, 5);
const end = at / 1_000;
const begin = end - days * day;

/** 20/s, idle for ten minutes of every three hours; one minute in 97 is bad by a share that differs. */
function traffic(): Traffic {
  const spells: Spell[] = [];
  for (let n = 0, from = begin - 3_600; from < end; n += 1, from += minute) {
    const isIdle = n % 180 >= 170;
    const total = isIdle ? 0 : 20;
    spells.push({ from, total, bad: n % 97 < 1 ? total * (0.02 + (n % 7) * 0.04) : 0 });
  }
  return flowing(spells);
}

const objective = parseObjective("95%")!;

function sliced(job: string, budgeting: Exclude<Budgeting, { kind: "occurrences" }>, clock: Clock): Slo {
  const slo = availability(job, { window: days, scrapeInterval: clock.interval });
  return { ...slo, budgeting, ledgerInterval: budgeting.slice };
}

/** The period by the definition of the method, slice by slice, from what the scrapes of each slice show. */
function truthOf({ budgeting }: Slo, slice: number, scraped: Scraped): number {
  let [bad, total] = [0, 0];
  for (let to = end; to > begin; to -= slice) {
    const read = to - intervals.evaluationDelay;
    const events = shown(scraped, read - slice, read);
    if (events.total === 0) continue;
    total += 1;
    const ratio = events.bad / events.total;
    if (budgeting.kind === "timeslices") bad += events.bad > 0.05 * events.total + 1e-9 ? 1 : 0;
    else bad += ratio;
  }
  return bad / total;
}

function trials(clock: Clock): Trial[] {
  const scraped = scrape(traffic(), {}, clock, [begin - 3_600, end]);
  return [1, 5].flatMap((minutes) =>
    (["timeslices", "ratioTimeslices"] as const).map((kind) => {
      const slice = seconds(minutes * minute);
      const job = `${kind.toLowerCase()}-${minutes}m-${clock.interval}s-${Math.round(clock.phase)}`;
      const slo = sliced(job, kind === "timeslices" ? { kind, slice, objective } : { kind, slice }, clock);
      return {
        what: `${kind} of ${minutes}m, scrapes every ${clock.interval}s, ${clock.phase}s off`,
        slo,
        raw: asSeries(job, scraped),
        truth: truthOf(slo, slice, scraped),
        limit: limits.counters,
      };
    }),
  );
}

const clocks = (quick: boolean): readonly Clock[] =>
  quick
    ? [{ interval: 15, phase: 4.217 }]
    : [
        { interval: 15, phase: 0 },
        { interval: 15, phase: 4.217 },
      ];

const run = (terms: Terms) =>
  judgeTrials(`slices over ${days} days`, clocks(terms.quick).flatMap(trials), end, terms);

/** Both slice methods, with slices of a minute and of five. */
export const slices: Part = { name: "slices", run };
