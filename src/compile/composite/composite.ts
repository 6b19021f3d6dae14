import type { CompositeSli } from "../../model/composite.ts";
import { isStream, requestStream } from "../../model/request-stream.ts";
import type { Slo } from "../../model/slo.ts";
import type { LedgerTime } from "../sli/growth.ts";
import type { SliRules } from "../sli/sli.ts";
import { byEvents } from "./by-events.ts";
import { byTime } from "./by-time.ts";
import type { RulesOf } from "./terms.ts";

/** Event by event where the members' series can tell the events apart, else interval by interval. */
export function compositeRules(slo: Slo, sli: CompositeSli, time: LedgerTime, rules: RulesOf): SliRules {
  const stream = sli.kind === "all" ? requestStream(sli) : undefined;
  return stream !== undefined && isStream(stream)
    ? byEvents(slo, stream, time)
    : byTime(slo, sli, time, rules);
}
