import { inject } from "vitest";
import { type NinesServer, startNines } from "../../kit/nines.ts";
import { until } from "../../kit/until.ts";
import type { SloDetailBody } from "../../src/http/schemas/slo.ts";
import type { VerdictBody } from "../../src/http/schemas/verdict.ts";
import { roadSpecs } from "./histories/road.ts";

/** nines on the shared Prometheus; `slos` unless told are the road's own. */
export const startRoad = (slos = roadSpecs, ...args: readonly string[]): Promise<NinesServer> =>
  startNines([
    ...["--prometheus", inject("servers").prometheus, "--slos", slos],
    ...["--data", "none", "--cycle", "2s", ...args],
  ]);

/** Before the first cycle there is no answer, only a problem that says so: `until` asks again. */
async function json(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

export const sloOf = async ({ url }: NinesServer, service: string): Promise<SloDetailBody> =>
  (await json(`${url}/api/v1/slos/${service}.availability.production`)) as SloDetailBody;

export const ask = async ({ url }: NinesServer, query: string): Promise<VerdictBody> =>
  (await json(`${url}/api/v1/gate?${query}`)) as VerdictBody;

/**
 * Recorded period series are there once each group was evaluated, which Prometheus spreads over 2m30s; the whole of
 * a window is summed by the first evaluation.
 */
export const sloOnce = (
  nines: NinesServer,
  service: string,
  holds: (slo: SloDetailBody) => boolean,
  what: string,
): Promise<SloDetailBody> =>
  until(
    async () => {
      const slo = await sloOf(nines, service);
      return holds(slo) ? slo : undefined;
    },
    { what: `${service} ${what}`, timeout: 240_000 },
  );
