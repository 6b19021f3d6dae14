import type { Course } from "../../../src/model/course.ts";
import { timestamp } from "../../../src/model/units.ts";
import { noon } from "../../support/snapshots.ts";

export const step = 300;

/** A course of a thousand events an interval, ending at noon; `bad` says how many of them failed in the n-th. */
export const courseOf = (length: number, bad: (n: number) => number | undefined): Course =>
  Array.from({ length }, (_, n) => ({ at: timestamp(noon - (length - 1 - n) * step), bad: bad(n) })).flatMap(
    ({ at, bad: failed }) => (failed === undefined ? [] : [{ at, bad: failed, total: 1_000 }]),
  );

/** Half of everything fails from `from` on, for `lasting` intervals; one in a thousand elsewhere. */
export const spell = (from: number, lasting: number) => (n: number) =>
  n >= from && n < from + lasting ? 500 : 1;
