import type { ServiceDetailBody } from "../../../http/schemas/service.ts";
import type { SloBody } from "../../../http/schemas/slo.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { causeWords, decisionWords, formatBurn, groupText, leftText } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { BudgetBar } from "../../parts/budget-bar.tsx";
import { Scroll } from "../../parts/scroll.tsx";
import { StateMark, StateShape } from "../../parts/state.tsx";
import { Loaded } from "../../parts/status.tsx";
import "../../style/service.css";
import { OpenExceptions, WindowsAhead } from "./ahead.tsx";
import { Deployments, Incidents } from "./changes.tsx";
import { Graph } from "./graph.tsx";

/** One service: how its SLOs stand, what the gate would say, and whom it stands between. */
export function ServicePage({ name }: { name: string }) {
  const service = useResource<ServiceDetailBody>(`/api/v1/services/${encodeURIComponent(name)}`, 5_000);
  return (
    <Loaded of={service}>
      {(body) => (
        <>
          <div class="slo-head">
            <h1>{body.name}</h1>
            <span class="promise">
              {[
                body.owner,
                body.criticality !== undefined && `tier ${body.criticality}`,
                `policy ${body.policy}`,
              ]
                .filter((text) => typeof text === "string")
                .join(" · ")}
            </span>
            {body.runbooks.map((runbook) => (
              <a key={runbook} href={runbook}>
                runbook{body.runbooks.length > 1 && ` ${lastPart(runbook)}`}
              </a>
            ))}
            <StateMark state={body.state} />
          </div>
          <Slos items={body.items} />
          <GateNow body={body} />
          <Graph service={body.name} environments={body.environments} />
          <Deployments service={body.name} />
          <Incidents service={body.name} />
          <div class="columns">
            <OpenExceptions service={body.name} />
            <WindowsAhead service={body.name} />
          </div>
        </>
      )}
    </Loaded>
  );
}

/** What tells several runbooks apart. */
const lastPart = (href: string): string =>
  decodeURI(new URL(href).pathname.split("/").findLast((part) => part !== "") ?? "");

function Slos({ items }: { items: readonly SloBody[] }) {
  if (items.length === 0) return <p class="quiet">It has no SLO.</p>;
  return (
    <Scroll label="SLOs">
      <table>
        <thead>
          <tr>
            <th>SLO</th>
            <th class="number">objective</th>
            <th>budget</th>
            <th class="number">burn 1h</th>
            <th class="number">left</th>
          </tr>
        </thead>
        <tbody>
          {items.map((slo) => (
            <SloRow key={slo.id} slo={slo} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function SloRow({ slo }: { slo: SloBody }) {
  const burn = slo.burn.find(({ window }) => window === "1h");
  return (
    <tr data-row>
      <td>
        <StateShape state={slo.state} /> <a href={`/slos/${slo.id}`}>{slo.name}</a>{" "}
        <span class="quiet small">
          {slo.environment} {groupText(slo.group)}
        </span>
      </td>
      <td class="number">{slo.objective.text.replace("%", " %")}</td>
      <td>
        {slo.state === "unknown" || slo.budget === undefined ? (
          <span class="quiet">{slo.cause !== undefined && causeWords[slo.cause]}</span>
        ) : (
          <span class="with-bar">
            <BudgetBar state={slo.state} consumed={slo.budget.consumed} />
            <span class="number">{formatPercent(slo.budget.consumed)}</span>
          </span>
        )}
      </td>
      <td class="number">{burn === undefined ? "–" : formatBurn(burn.rate)}</td>
      <td class="number">{leftText(slo.exhaustion)}</td>
    </tr>
  );
}

function GateNow({ body: { gate, name } }: { body: ServiceDetailBody }) {
  return (
    <section>
      <h2>May a feature go out now?</h2>
      <ul>
        {gate.map(({ environment, decision, allowedNow }) => (
          <li key={environment}>
            <a
              href={`/gate?service=${encodeURIComponent(name)}&environment=${encodeURIComponent(environment)}`}
            >
              {environment}
            </a>
            : <strong>{decisionWords[decision]}</strong>{" "}
            <span class="quiet">allowed now: {allowedNow.join(", ") || "nothing"}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
