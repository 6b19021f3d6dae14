import { flowing, type Traffic } from "../accuracy/traffic.ts";

/** Something that goes wrong for a while, in a service that never failed before. */
export interface Fault {
  name: string;
  /** Share of requests that fail. */
  errorRatio: number;
  /** Seconds; long enough for every tier that may ring. */
  lasts: number;
}

const hour = 3_600;

/** Against an objective of 99.9%. */
export const faults: readonly Fault[] = [
  { name: "100 %", errorRatio: 1, lasts: 2 * hour },
  { name: "10 %", errorRatio: 0.1, lasts: 4 * hour },
  { name: "2 %", errorRatio: 0.02, lasts: 7 * hour },
  { name: "1.5× budget", errorRatio: 0.0015, lasts: 60 * hour },
  { name: "100 % for 20 s", errorRatio: 1, lasts: 20 },
];

const perSecond = 40;

/** Steady traffic with one fault; times in seconds since 1970. */
export const faulty = ({ errorRatio, lasts }: Fault, from: number, began: number): Traffic =>
  flowing([
    { from, total: perSecond, bad: 0 },
    { from: began, total: perSecond, bad: perSecond * errorRatio },
    { from: began + lasts, total: perSecond, bad: 0 },
  ]);
