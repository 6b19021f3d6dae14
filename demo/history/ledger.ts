import { intervals } from "../../src/model/intervals.ts";
import { eventUnit, type Slo } from "../../src/model/slo.ts";
import { longestLength } from "../../src/model/window.ts";
import { catalogue } from "../shop/catalogue.ts";
import { bookshop, type Incident, type Storyline } from "./story.ts";
import { busyness, ripple } from "./traffic.ts";

/** Events of one ledger interval; `end` is when the interval ended, in seconds since 1970. */
export interface Entry {
  end: number;
  bad: number;
  total: number;
}

export interface Ledger {
  line: Storyline;
  entries: readonly Entry[];
}

/** What the history needs to know of an SLO. */
export interface Terms {
  /** 1 − objective. */
  budget: number;
  /** Seconds of its window. */
  window: number;
  /** Events a second on a weekly average. */
  perSecond: number;
  /** Its events are seconds, which know no night. */
  steady: boolean;
}

/** History before the window, so that the first hour of the demo takes nothing away that mattered. */
const margin = 3_600;

/**
 * The ledger of one storyline: an hour before its window, the window up to `now`, and the interval under way.
 * By construction the window holds the consumed budget the story asks for, to one event.
 *
 * @param now end of the last whole interval, in seconds since 1970
 * @throws RangeError when an incident would have to fail more requests than there were, or costs more than was consumed
 */
export function writeLedger(line: Storyline, terms: Terms, now: number): Ledger {
  const step = intervals.ledger;
  const inWindow = Math.floor(terms.window / step);
  const before = Math.floor(margin / step);
  const ends = Array.from(
    { length: before + inWindow + 1 },
    (_, n) => now + (n + 1 - before - inWindow) * step,
  );
  const totals = inWholeEvents(ends.map((end) => traffic(terms, end) * step));
  const windowSum = (parts: readonly number[]): number => sum(parts.slice(before, before + inWindow));

  const windowTotal = windowSum(totals);
  const allowed = terms.budget * windowTotal;
  const spells = line.incidents.map((incident) => {
    const hit = totals.map((total, n) => total * overlap(incident, now - ends[n]!, step));
    const ratio = "errorRatio" in incident ? incident.errorRatio : (incident.share * allowed) / sum(hit);
    if (!(ratio <= 1))
      throw new RangeError(`${line.service}.${line.slo}: an incident fails ${ratio} of its traffic`);
    return hit.map((events) => events * ratio);
  });
  const background = (line.consumed * allowed - sum(spells.map(windowSum))) / windowTotal;
  // A hair below zero is binary rounding.
  if (background < -1e-9)
    throw new RangeError(`${line.service}.${line.slo}: incidents cost more than was consumed`);
  const bad = totals.map(
    (total, n) => Math.max(0, background) * total + sum(spells.map((spell) => spell[n]!)),
  );
  return {
    line,
    entries: inWholeEvents(bad).map((events, n) => ({ end: ends[n]!, bad: events, total: totals[n]! })),
  };
}

const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);

const traffic = ({ perSecond, steady }: Terms, at: number): number =>
  steady ? perSecond : perSecond * busyness(at) * (1 + 0.1 * ripple(at));

/** Share of the interval that ended `ago` seconds ago, and lasted `step`, in which the incident went on. */
function overlap(incident: Incident, ago: number, step: number): number {
  const over = "lasted" in incident ? incident.began - incident.lasted : -Infinity;
  const common = Math.min(incident.began, ago + step) - Math.max(over, ago);
  return Math.max(0, Math.min(1, common / step));
}

/** Whole numbers whose running sum never strays more than a half from that of the parts. */
function inWholeEvents(parts: readonly number[]): number[] {
  let owed = 0;
  let paid = 0;
  return parts.map((part) => {
    owed += part;
    const now = Math.round(owed) - paid;
    paid += now;
    return now;
  });
}

/** How an SLO and the traffic of its service bear on its history. */
export function termsOf({ service, region }: Storyline, { sli, objective, window }: PromisedSlo): Terms {
  const terms = { budget: objective.budget, window: longestLength(window) };
  // Runs come at their own steady pace, day and night.
  if ((sli.kind === "journey" || sli.kind === "latency") && sli.journey !== undefined)
    return { ...terms, perSecond: 1 / sli.journey.every, steady: true };
  if (service === bookshop) throw new RangeError(`${service} has no customers but journeys`);
  const { perSecond, regions } = catalogue[service];
  const steady = eventUnit(sli) === "seconds";
  return {
    ...terms,
    // One instance of each service: a second of time is one event. A region has its share of the traffic.
    perSecond: steady ? 1 : region === undefined ? perSecond : perSecond / regions.length,
    steady,
  };
}

export type PromisedSlo = Pick<Slo, "sli" | "objective" | "window">;
