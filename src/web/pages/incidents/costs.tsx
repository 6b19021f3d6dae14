import type { IncidentCostBody } from "../../../http/schemas/incidents/attribution.ts";
import { formatPercent } from "../../../model/decimals.ts";
import type { Resource } from "../../api/resource.ts";
import { ShareBar } from "../../parts/share-bar.tsx";
import { Loaded } from "../../parts/status.tsx";
import { costName } from "./words.ts";

/** What burned of each budget while it lasted, and what of that nothing but the incident explains. */
export function Costs({ of }: { of: Resource<IncidentCostBody> }) {
  return (
    <section class="card" aria-label="What it costs">
      <h2 class="first">Cost{of.data?.lasting === true && " so far"}</h2>
      <Loaded of={of}>{(body) => <CostTable body={body} />}</Loaded>
    </section>
  );
}

function CostTable({ body: { slos, missing, rules } }: { body: IncidentCostBody }) {
  if (slos.length === 0) return <p class="quiet">Nothing is recorded of the time that it lasted.</p>;
  return (
    <>
      <table>
        <thead>
          <tr>
            <th>SLO</th>
            <th>burned meanwhile</th>
            <th class="number">its own</th>
          </tr>
        </thead>
        <tbody>
          {slos.map((cost) => (
            <tr key={`${cost.slo} ${costName(cost)}`}>
              <td>
                <a href={`/slos/${cost.slo}`}>{costName(cost)}</a>
              </td>
              <td>
                <ShareBar share={cost.during} label={`${formatPercent(cost.during)} of the budget burned`} />
              </td>
              <td class="number">{formatPercent(cost.share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {missing.map((each) => (
        <p key={each} class="notice bad">
          Not counted: {each}
        </p>
      ))}
      <details>
        <summary class="quiet small">What the figures mean</summary>
        <p class="small">
          “Its own” is what no deployment, experiment or dependency explains: an incident is how trouble was
          noticed, not what brought it about.
        </p>
        <ul class="small">
          {rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
