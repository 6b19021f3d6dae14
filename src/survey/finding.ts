import type { Slo } from "../model/slo.ts";
import type { Code } from "../spec/codes.ts";
import type { Spot } from "../spec/places.ts";

/** Something that data shows of an SLO, and which of its keys it is about. */
export interface Finding {
  slo: Slo;
  code: Code;
  at: Spot;
  message: string;
  remedy: string;
}

/** SLOs that run in several environments are told apart where it matters. */
export const inEnvironment = ({ environment }: Slo): string => `in ${environment}`;
