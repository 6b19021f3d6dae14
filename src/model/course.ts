import { seconds, type Seconds, type Timestamp } from "./units.ts";

/** What a ledger counted in one interval of the clock; `at` is its end. */
export interface CourseInterval {
  at: Timestamp;
  bad: number;
  total: number;
}

/** How a ledger went lately: oldest first, without the intervals of which nothing is recorded. */
export type Course = readonly CourseInterval[];

/** The stretch that is looked at, cut into intervals that every ledger writes into. */
export interface Stretch {
  over: Seconds;
  step: Seconds;
}

const shortest = 300;
/** As many as are compared at most: more say hardly more, and each of a thousand SLOs answers with all of them. */
const most = 288;

/** Five minutes, the longest interval of a ledger, or as many times that as it takes to cut a long stretch. */
export const stretchOf = (over: Seconds): Stretch => ({
  over,
  step: seconds(shortest * Math.ceil(over / most / shortest)),
});
