import { loadDefinitions } from "../../../src/spec/load.ts";
import { says, type Scenario } from "../scenario.ts";
import { platform } from "./templates/platform.ts";
import type { Row } from "./templates/row.ts";
import { servers } from "./templates/servers.ts";

const rows: Readonly<Record<string, Row>> = { ...servers, ...platform };

/** The templates that are tested here, for the test that none is left out. */
export const testedTemplates = Object.keys(rows);

function sloOf(name: string, given: Row["with"]): Scenario["slo"] {
  const document = {
    apiVersion: "nines/v1",
    kind: "Service",
    metadata: { name: "shop" },
    spec: { slos: [{ name: "x", objective: "99%", sli: { template: { name, with: given } } }] },
  };
  const [slo] = loadDefinitions([{ path: "a.yaml", text: JSON.stringify(document) }]).definitions.slos;
  if (slo === undefined) throw new Error(`${name} is no template`);
  return slo;
}

export const templateScenarios: readonly Scenario[] = Object.entries(rows).flatMap(([name, row]) =>
  (["bad", "good"] as const).map((kind): Scenario => {
    const share = kind === "bad" ? row.share : 0;
    return {
      title: `${name} counts ${kind === "bad" ? `${share * 100} % as bad` : "nothing as bad"}`,
      slo: sloOf(name, row.with),
      every: "2m30s",
      scrape: "30s",
      input: row[kind],
      expect: [
        says("25m", "slo:sli_error:ratio_rate5m", share),
        {
          at: "25m",
          expr: "round(sum(slo:ledger_bad:events) / sum(slo:ledger_total:events), 1e-6)",
          samples: { "{}": share },
        },
      ],
    };
  }),
);
