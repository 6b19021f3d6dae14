import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { causeWords, formatBurn, formatEvents, formatSpan, groupText } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { BudgetBar } from "../../parts/budget-bar.tsx";
import { StateMark } from "../../parts/state.tsx";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";
import { BurnTable } from "./burn-table.tsx";
import { Groups } from "./groups.tsx";
import { History } from "./history.tsx";
import { Why } from "./why.tsx";

/** Everything about one SLO: what is left, why, how it came, what burns. */
export function SloPage({ id }: { id: string }) {
  const slo = useResource<SloDetailBody>(`/api/v1/slos/${encodeURIComponent(id)}`, 5_000);
  return (
    <Loaded of={slo}>
      {(body) => (
        <>
          <Head slo={body} />
          <Budget slo={body} />
          <Why id={body.id} />
          <History slo={body} />
          <BurnTable slo={body} />
          <Groups slo={body} />
          <Places slo={body} />
        </>
      )}
    </Loaded>
  );
}

function Head({ slo }: { slo: SloDetailBody }) {
  const page = slo.firing.find(({ severity }) => severity === "page");
  return (
    <header class="slo-head">
      <h1>
        <a href={`/services/${slo.service}`}>{slo.service}</a> / {slo.name}
      </h1>
      <span class="promise">
        {slo.objective.text.replace("%", " %")} of {slo.unit} over {slo.window} · {slo.environment}
        {slo.description !== undefined && ` · ${slo.description}`}
      </span>
      <StateMark state={slo.state} />
      {page !== undefined && (
        <span class="page-mark">
          ▲ {page.tier} ({page.severity}) {page.since !== undefined && <Time at={page.since} />}
        </span>
      )}
    </header>
  );
}

function Budget({ slo }: { slo: SloDetailBody }) {
  const { budget, adjusted, thresholds } = slo;
  if (slo.state === "unknown" || budget === undefined) return <Unknown slo={slo} />;
  const differs = adjusted !== undefined && adjusted.consumed !== budget.consumed;
  return (
    <section class="card big-bar" aria-label="Budget">
      <BudgetBar
        state={slo.state}
        consumed={budget.consumed}
        adjusted={differs ? adjusted.consumed : undefined}
        ticks={[thresholds.watch, thresholds.caution, thresholds.restricted].filter((tick) => tick < 1)}
      />
      <p>
        <strong>{formatPercent(budget.consumed)} consumed</strong>
        {differs && ` · adjusted ${formatPercent(adjusted.consumed)}`}
        {slo.group !== undefined && ` · worst group ${groupText(slo.group)}`} · <Left slo={slo} />
      </p>
      <p class="quiet">
        <Pace slo={slo} /> · {formatEvents(budget.total)} {slo.unit} · {formatEvents(budget.bad)} bad ·
        allowed {formatEvents(budget.allowedBad)}
        {budget.coverage !== undefined && ` · coverage ${formatPercent(budget.coverage)}`}
        {slo.dataAgeSeconds !== undefined && ` · data ${formatSpan(slo.dataAgeSeconds)} old`}
      </p>
      {slo.warnings.map(({ code, message }) => (
        <p key={code} class="notice">
          {message}
        </p>
      ))}
    </section>
  );
}

/** In the place of the number: why there is none, and what was last known. */
function Unknown({ slo }: { slo: SloDetailBody }) {
  return (
    <section class="notice bad" role="status">
      <strong>Not known: {slo.cause !== undefined && causeWords[slo.cause]}.</strong> {slo.detail}
      {slo.budget !== undefined && ` Last known: ${formatPercent(slo.budget.consumed)} consumed`}
      {slo.dataAgeSeconds !== undefined && `, ${formatSpan(slo.dataAgeSeconds)} ago`}
    </section>
  );
}

function Left({ slo: { budget, unit } }: { slo: SloDetailBody }) {
  if (budget === undefined) return null;
  const left = budget.allowedBad - budget.bad;
  if (left < 0)
    return (
      <>
        overspent by {formatEvents(-left)} bad {unit}
      </>
    );
  return (
    <>
      {formatPercent(budget.remaining)} = {formatEvents(left)} bad {unit} left
    </>
  );
}

function Pace({ slo: { exhaustion } }: { slo: SloDetailBody }) {
  switch (exhaustion.kind) {
    case "exhausted":
      return <>the budget is gone</>;
    case "never":
      return <>never gone at this pace</>;
    case "unknown":
      return <>its pace is not known</>;
    case "in":
      return (
        <>
          at this pace ({formatBurn(exhaustion.pace)} over {exhaustion.window}) gone in{" "}
          {formatSpan(exhaustion.seconds)}
        </>
      );
  }
}

function Places({ slo }: { slo: SloDetailBody }) {
  return (
    <p class="quiet small">
      written in{" "}
      <code>
        {slo.source.path}:{slo.source.line}
      </code>{" "}
      · judged by policy {slo.policy.name} (<code>{slo.policy.hash}</code>) · rules{" "}
      {slo.rules.behind ? "behind git" : "as in git"} · <a href={`/api/v1/slos/${slo.id}`}>as JSON</a>
    </p>
  );
}
