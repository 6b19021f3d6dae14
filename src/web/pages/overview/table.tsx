import type { OverviewBody, OverviewServiceBody, OverviewSloBody } from "../../../http/schemas/overview.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { causeWords, formatBurn, formatSpan, groupText, leftText } from "../../../model/wording.ts";
import { BudgetBar } from "../../parts/budget-bar.tsx";
import { StateShape } from "../../parts/state.tsx";
import { absolute } from "../../parts/time.tsx";

/** Services worst first, their SLOs under them. */
export function Table({ body }: { body: OverviewBody }) {
  if (body.items.length === 0) return <p class="quiet">No SLO fits.</p>;
  return (
    <table class="overview">
      <thead>
        <tr>
          <th>service / SLO</th>
          <th class="number">objective</th>
          <th>budget</th>
          <th class="number">burn 1h</th>
          <th class="number">left</th>
        </tr>
      </thead>
      {body.items.map((item) => (
        <ServiceRows
          key={`${item.service} ${item.environment}`}
          item={item}
          several={body.environments.length > 1}
        />
      ))}
    </table>
  );
}

function ServiceRows({ item, several }: { item: OverviewServiceBody; several: boolean }) {
  return (
    <tbody>
      <tr class="service">
        <td colSpan={5}>
          <StateShape state={item.state} /> <a href={`/services/${item.service}`}>{item.service}</a>{" "}
          <span class="quiet small">
            {[
              several && item.environment,
              item.owner,
              item.criticality !== undefined && `tier ${item.criticality}`,
            ]
              .filter((text) => typeof text === "string")
              .join(" · ")}
          </span>
        </td>
      </tr>
      {item.slos.map((slo) => (
        <SloRow key={slo.id} slo={slo} />
      ))}
      {item.more > 0 && (
        <tr class="slo">
          <td class="name" colSpan={5}>
            <a href={`/services/${item.service}`}>{item.more} more</a>
          </td>
        </tr>
      )}
    </tbody>
  );
}

function SloRow({ slo }: { slo: OverviewSloBody }) {
  const isKnown = slo.state !== "unknown";
  const group = groupText(slo.group);
  return (
    <tr class={`slo${isKnown ? "" : " stale"}`} data-row>
      <td class="name">
        <StateShape state={slo.state} /> <a href={`/slos/${slo.id}`}>{slo.name}</a>{" "}
        <span class="quiet small">
          {group !== "" && `${group} `}
          {slo.partial && isKnown && "partial"}
        </span>
      </td>
      <td class="number labelled" data-label="objective">
        {slo.objective.replace("%", " %")}
      </td>
      <td class="budget">
        <Budget slo={slo} />
      </td>
      <td class="number labelled" data-label="burn 1h">
        <Burn slo={slo} />
      </td>
      <td class="number labelled" data-label="left">
        {isKnown ? leftText(slo.exhaustion) : "–"}
      </td>
    </tr>
  );
}

/** Where nothing is known, the place of the number says why. */
function Budget({ slo }: { slo: OverviewSloBody }) {
  if (slo.state === "unknown")
    return (
      <span class="quiet">
        {slo.cause !== undefined && causeWords[slo.cause]}
        {slo.dataAgeSeconds !== undefined && `, data ${formatSpan(slo.dataAgeSeconds)} old`}
        {slo.consumed !== undefined && `; last known ${formatPercent(slo.consumed)}`}
      </span>
    );
  return (
    <span class="with-bar">
      <BudgetBar state={slo.state} consumed={slo.consumed} adjusted={slo.adjusted} />
      <span class="number">{slo.consumed === undefined ? "?" : formatPercent(slo.consumed)}</span>
    </span>
  );
}

function Burn({ slo: { paging, burn } }: { slo: OverviewSloBody }) {
  return (
    <>
      {paging !== undefined && (
        <span class="page-mark" title={paging.since === undefined ? "" : `since ${absolute(paging.since)}`}>
          ▲ page{" "}
        </span>
      )}
      {burn === undefined ? "–" : formatBurn(burn)}
    </>
  );
}
