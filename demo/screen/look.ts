import { ask, type Outcome } from "../../src/cli/remote/client.ts";
import type { RemoteOptions } from "../../src/cli/remote/options.ts";
import type { Ink } from "../../src/cli/terminal/ink.ts";
import { plainLook } from "../../src/cli/terminal/look.ts";
import { statusLines } from "../../src/cli/views/status.ts";
import { sloListSchema } from "../../src/http/schemas/slo.ts";
import { verdictSchema, type VerdictBody } from "../../src/http/schemas/verdict.ts";
import type { Slo } from "../../src/model/slo.ts";
import { seconds } from "../../src/model/units.ts";
import type { GateLine } from "./frame.ts";

/** Asks nines what `nines status` and `nines gate` would ask, and puts it in their words. */
export interface Look {
  status(): Promise<readonly string[]>;
  gate(): Promise<readonly GateLine[]>;
}

export function lookAt(server: string, slos: readonly Slo[], ink: Ink): Look {
  const options: RemoteOptions = { server, timeout: seconds(5) };
  const pairs = [
    ...new Map(
      slos.map(({ service, environment }) => [`${service} ${environment}`, { service, environment }]),
    ).values(),
  ];
  return {
    status: async () => {
      const outcome = await ask(options, "/api/v1/slos", sloListSchema, { sort: "worst", limit: "100" });
      return outcome.kind === "answer" ? statusLines(outcome.body, { ...plainLook, ink }) : [outcome.message];
    },
    gate: async () => {
      const outcomes = await Promise.all(
        pairs.map((pair) => ask(options, "/api/v1/gate", verdictSchema, { ...pair, change: "feature" })),
      );
      return outcomes.flatMap(verdictLine);
    },
  };

  function verdictLine(outcome: Outcome<VerdictBody>, index: number): GateLine[] {
    if (outcome.kind !== "answer") return [];
    const { decision, state, reasons } = outcome.body;
    // Of what decides, a budget says most in one line.
    const worst = reasons.filter((reason) => reason.decision === decision);
    const { sentence = "" } = worst.find(({ kind }) => kind === "slo") ?? reasons[0] ?? {};
    return [{ service: pairs[index]!.service, decision, state, sentence }];
  }
}
