import { useEffect, useRef } from "preact/hooks";
import type { BurnLineBody } from "../../../http/schemas/burn-lines.ts";
import type { OverviewBody, OverviewServiceBody, OverviewSloBody } from "../../../http/schemas/overview.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { causeWords, formatBurn, formatSpan, groupText, leftText } from "../../../model/wording.ts";
import { BudgetBar } from "../../parts/budget-bar.tsx";
import { useMoves } from "../../parts/moved.ts";
import { Sparkline } from "../../parts/sparkline.tsx";
import { StateShape } from "../../parts/state.tsx";
import { absolute, briefly } from "../../parts/time.tsx";
import { type Lines, useLines } from "./lines.ts";
import { useScreenful } from "./screenful.ts";

/** Services worst first, their SLOs under them. */
export function Table({ body }: { body: OverviewBody }) {
  const table = useRef<HTMLTableElement>(null);
  const { lines, watch } = useLines();
  const shown = useScreenful(body.items);
  useMoves(table);
  useEffect(
    () => watch([...(table.current?.querySelectorAll<HTMLElement>("tr[data-slo]") ?? [])]),
    [body, shown.length],
  );
  if (body.items.length === 0) return <p class="quiet">No SLO fits.</p>;
  const several = body.environments.length > 1;
  const isSilent = body.silent.length > 0;
  return (
    <table class="overview" ref={table}>
      <thead>
        <tr>
          <th>service / SLO</th>
          <th class="number">objective</th>
          <th>budget</th>
          <th class="number">burn 1h</th>
          <th class="number">left</th>
          <th>burn-down</th>
        </tr>
      </thead>
      {shown.map((item) => (
        <ServiceRows key={`${item.service} ${item.environment}`} {...{ item, several, isSilent, lines }} />
      ))}
    </table>
  );
}

interface RowsProps {
  item: OverviewServiceBody;
  several: boolean;
  isSilent: boolean;
  lines: Lines;
}

function ServiceRows({ item, several, isSilent, lines }: RowsProps) {
  return (
    <tbody data-moves={`${item.service} ${item.environment}`}>
      <tr class="service">
        <td colSpan={6}>
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
        <SloRow key={slo.id} slo={slo} isSilent={isSilent} line={lines.get(slo.id)} />
      ))}
      {item.more > 0 && (
        <tr class="slo">
          <td class="name" colSpan={6}>
            <a href={`/services/${item.service}`}>{item.more} more</a>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** Seconds after which, while its Prometheus is silent, a number counts as one from before. */
const old = 60;

interface RowProps {
  slo: OverviewSloBody;
  isSilent: boolean;
  line: BurnLineBody | undefined;
}

function SloRow({ slo, isSilent, line }: RowProps) {
  const isKnown = slo.state !== "unknown";
  const isOld = isSilent && (slo.dataAgeSeconds ?? Infinity) > old;
  const group = groupText(slo.group);
  return (
    <tr class={`slo${isKnown && !isOld ? "" : " stale"}`} data-row data-slo={slo.id} title={slo.detail}>
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
        <Budget slo={slo} isOld={isOld} />
      </td>
      <td class="number labelled" data-label="burn 1h">
        <Burn slo={slo} />
      </td>
      <td class="number labelled" data-label="left">
        {isKnown ? <Left slo={slo} line={line} /> : "–"}
      </td>
      <td class="line">
        {line !== undefined && <Sparkline left={line.left} label={`over ${slo.window}`} />}
      </td>
    </tr>
  );
}

/** A budget that is gone comes back one day; every other lasts for a while. */
function Left({ slo, line }: Pick<RowProps, "slo" | "line">) {
  if (slo.exhaustion.kind !== "exhausted" || line?.back === undefined) return leftText(slo.exhaustion);
  return <span title={`if nothing more burns: ${absolute(line.back)}`}>back {briefly(line.back)}</span>;
}

const ageText = ({ dataAgeSeconds }: OverviewSloBody): string =>
  dataAgeSeconds === undefined ? "" : `data ${formatSpan(dataAgeSeconds)} old`;

/** Where nothing is known, the place of the number says why, and what was known last. */
function Budget({ slo, isOld }: { slo: OverviewSloBody; isOld: boolean }) {
  const cause = slo.state === "unknown" && slo.cause !== undefined ? causeWords[slo.cause] : "";
  const note = [cause, slo.state === "unknown" || isOld ? ageText(slo) : ""].filter((text) => text !== "");
  return (
    <span class="with-bar">
      {slo.consumed !== undefined && (
        <>
          <BudgetBar state={slo.state} consumed={slo.consumed} adjusted={slo.adjusted} />
          <span class="number">{formatPercent(slo.consumed)}</span>
        </>
      )}
      {slo.consumed === undefined && note.length === 0 && <span class="number">?</span>}
      {note.length > 0 && <span class="quiet small">{note.join(", ")}</span>}
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
