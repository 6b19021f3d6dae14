import { z } from "zod";

/** What can be made to go wrong in one service. */
export interface Faults {
  /** Share of requests answered 500, spread evenly: 0.25 fails every fourth. */
  errorRatio: number;
  /** Added to every request. */
  latencyMs: number;
  /** Every request is answered 503 at once. */
  outage: boolean;
  /** Confines the faults to one region of a service that has regions. */
  region?: string;
}

export const noFaults: Faults = { errorRatio: 0, latencyMs: 0, outage: false };

const request = z.strictObject({
  errorRatio: z.number().min(0).max(1).optional(),
  latencyMs: z.number().int().min(0).max(60_000).optional(),
  outage: z.boolean().optional(),
  region: z.string().nullable().optional(),
  restart: z.boolean().optional(),
});

/** A change to the faults in force: what is absent stays as it was, `region: null` means everywhere again. */
export type FaultRequest = z.infer<typeof request>;

/** Reads the body of `POST /faults`; the problems, in words, when it is none. */
export function readFaultRequest(
  body: unknown,
  regions: readonly string[],
): { ok: true; value: FaultRequest } | { ok: false; problem: string } {
  const read = request.safeParse(body);
  if (!read.success) return { ok: false, problem: z.prettifyError(read.error) };
  const { region } = read.data;
  if (region === undefined || region === null || regions.includes(region))
    return { ok: true, value: read.data };
  const known = regions.length === 0 ? "this service has no regions" : `known are ${regions.join(", ")}`;
  return { ok: false, problem: `no region "${region}": ${known}` };
}

export function applyFaults(before: Faults, change: FaultRequest): Faults {
  const region = change.region === undefined ? before.region : change.region;
  return {
    errorRatio: change.errorRatio ?? before.errorRatio,
    latencyMs: change.latencyMs ?? before.latencyMs,
    outage: change.outage ?? before.outage,
    ...(region === undefined || region === null ? {} : { region }),
  };
}

export const strikes = (faults: Faults, region: string | undefined): boolean =>
  faults.region === undefined || faults.region === region;

/**
 * Decides which requests fail. Failures are spread evenly rather than drawn by lot, so that a ratio
 * is met by small numbers too: a demo and a test both want four errors in a hundred, not "about four".
 */
export function createErrorSpread(): (ratio: number) => boolean {
  let owed = 0;
  return (ratio) => {
    owed += ratio;
    // Sums of decimal ratios fall a hair short of whole numbers.
    if (owed < 1 - 1e-9) return false;
    owed -= 1;
    return true;
  };
}
