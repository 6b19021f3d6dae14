import {
  correctionStates,
  exceptionStates,
  experimentStates,
  windowStates,
} from "../../../model/governance/states.ts";

/** One kind of thing that is asked for and decided. Its path on the page is its path in the API. */
export interface Collection {
  path: "exceptions" | "corrections" | "windows" | "loosenings" | "experiments";
  name: string;
  /** What one of them is, for who has not met them before. */
  says: string;
  /** What asking for one is called; absent where it comes about by itself. */
  ask?: string;
  states: readonly string[];
}

const exceptions: Collection = {
  path: "exceptions",
  name: "Exceptions",
  says: "a change goes out although the policy holds it, on the record",
  ask: "Request exception",
  states: exceptionStates,
};

const corrections: Collection = {
  path: "corrections",
  name: "Corrections",
  says: "a stretch of the past counts otherwise; the raw number stays as it was",
  ask: "Request correction",
  states: correctionStates,
};

const windows: Collection = {
  path: "windows",
  name: "Maintenance",
  says: "planned work and known issues: what they quiet, spare and open",
  ask: "Announce maintenance",
  states: windowStates,
};

const loosenings: Collection = {
  path: "loosenings",
  name: "Loosenings",
  says: "promises made easier in git while they were not healthy",
  states: [],
};

const experiments: Collection = {
  path: "experiments",
  name: "Experiments",
  says: "something is tried on purpose, watched while it runs",
  ask: "Request experiment",
  states: experimentStates,
};

export const collections = { exceptions, corrections, windows, loosenings, experiments } as const;
export const everyCollection: readonly Collection[] = Object.values(collections);
