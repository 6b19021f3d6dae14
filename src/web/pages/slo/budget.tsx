import type { ExplanationBody } from "../../../http/schemas/explanation.ts";
import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { causeWords, formatBurn, formatEvents, formatSpan, groupText } from "../../../model/wording.ts";
import { BudgetBar } from "../../parts/budget-bar.tsx";
import { StateMark } from "../../parts/state.tsx";
import { Time } from "../../parts/time.tsx";
import { outageOf } from "./counted.ts";

interface BudgetProps {
  slo: SloDetailBody;
  /** Of the worst group; absent until it has been asked for. */
  recovery: ExplanationBody["groups"][number]["recovery"] | undefined;
}

/** What is left, and how it goes on: the answer that somebody came for. */
export function Budget({ slo, recovery }: BudgetProps) {
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
        {budget.period !== undefined && " projected"}
        {differs && ` · adjusted ${formatPercent(adjusted.consumed)}`}
        {slo.judges === "adjusted" && " (judged)"}
        {slo.group !== undefined && ` · worst group ${groupText(slo.group)}`} · <Left slo={slo} />
      </p>
      <Period slo={slo} />
      <p>
        <Pace slo={slo} />
        <Recovery recovery={recovery} />
        <Forecast slo={slo} />
      </p>
      <Figures slo={slo} budget={budget} />
      {slo.unadjusted !== undefined && (
        <p class="notice">The adjusted budget is not known: {slo.unadjusted}</p>
      )}
      {slo.partial && (
        <p class="notice">
          Partial: less than 90 % of the window was seen; what was not counts as traffic like the seen,
          without errors.
        </p>
      )}
      {slo.warnings.map(({ code, message }) => (
        <p key={code} class="notice">
          {message}
        </p>
      ))}
    </section>
  );
}

function Figures({ slo, budget }: { slo: SloDetailBody; budget: NonNullable<SloDetailBody["budget"]> }) {
  return (
    <p class="quiet">
      {formatEvents(budget.total)} {slo.unit} · {formatEvents(budget.bad)} bad · allowed{" "}
      {formatEvents(budget.allowedBad)}
      {budget.coverage !== undefined && ` · coverage ${formatPercent(budget.coverage)}`}
      {slo.dataAgeSeconds !== undefined && (
        <span title={slo.dataAt}>{` · data ${formatSpan(slo.dataAgeSeconds)} old`}</span>
      )}
    </p>
  );
}

/** In the place of the number: why there is none, and what was last known. */
function Unknown({ slo }: { slo: SloDetailBody }) {
  return (
    <section class="notice bad" role="status">
      <strong>Not known: {slo.cause === undefined ? "no data" : causeWords[slo.cause]}.</strong> {slo.detail}
      {slo.budget !== undefined && (
        <p class="stale">
          Last known: {formatPercent(slo.budget.consumed)} consumed
          {slo.dataAgeSeconds !== undefined && `, ${formatSpan(slo.dataAgeSeconds)} ago`}
        </p>
      )}
    </section>
  );
}

function Left({ slo: { budget, unit, window } }: { slo: SloDetailBody }) {
  if (budget === undefined) return null;
  const left = budget.allowedBad - budget.bad;
  if (left < 0)
    return (
      <>
        overspent by {formatEvents(-left)} bad {unit}
      </>
    );
  const outage = outageOf(budget, window);
  return (
    <>
      {formatPercent(budget.remaining)} = {formatEvents(left)} bad {unit}
      {outage !== undefined && (
        <span title="if every one were bad, at the window's traffic on average">
          {" "}
          or {formatSpan(outage)} of full outage
        </span>
      )}{" "}
      left
    </>
  );
}

/** Of a calendar window: were it over now, and by when its budget is whole again. */
function Period({ slo: { budget } }: { slo: SloDetailBody }) {
  if (budget?.period === undefined) return null;
  const { consumedToDate, to, promised } = budget.period;
  return (
    <p>
      {formatPercent(consumedToDate)} of what may be bad of the events so far; the whole period is taken to
      hold {formatEvents(promised)}, and a new one begins <Time at={to} />
    </p>
  );
}

function Pace({ slo: { exhaustion } }: { slo: SloDetailBody }) {
  switch (exhaustion.kind) {
    case "exhausted":
      return <>The budget is gone</>;
    case "never":
      return <>Never gone at this pace</>;
    case "unknown":
      return <>Its pace is not known</>;
    case "in":
      return (
        <>
          At this pace ({formatBurn(exhaustion.pace)} over {exhaustion.window}) gone in{" "}
          <strong title={exhaustion.at}>{formatSpan(exhaustion.seconds)}</strong>
        </>
      );
  }
}

/** The first step down: what comes after it is told under "why this number". */
function Recovery({ recovery }: Pick<BudgetProps, "recovery">) {
  const [next] = recovery ?? [];
  if (next === undefined) return null;
  return (
    <>
      {" "}
      · if it stops now, no longer <StateMark state={next.leaves} /> (below {formatPercent(next.below)}){" "}
      {next.at === undefined ? "once the whole window has passed" : <Time at={next.at} />}
    </>
  );
}

/** Shown only where it told the last two weeks better than the present pace. */
function Forecast({ slo: { forecast } }: { slo: SloDetailBody }) {
  if (forecast?.kind !== "shown") return null;
  const { likely, earliest, latest, weeks } = forecast;
  const basis = `by the same hours of the last ${weeks} weeks`;
  return (
    <span title={basis}>
      {" "}
      · forecast:{" "}
      {likely === undefined ? (
        <>
          not likely gone before <Time at={forecast.until} />
        </>
      ) : (
        <>
          gone <Time at={likely} />
        </>
      )}
      {earliest !== undefined && (
        <>
          , at the earliest <Time at={earliest} />
        </>
      )}
      {likely !== undefined && latest !== undefined && (
        <>
          , at the latest <Time at={latest} />
        </>
      )}
    </span>
  );
}
