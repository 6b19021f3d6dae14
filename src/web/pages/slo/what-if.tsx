import { useState } from "preact/hooks";
import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatPercent, parseObjective } from "../../../model/decimals.ts";
import type { Thresholds } from "../../../model/policy.ts";
import { whatIf } from "../../../model/estimates/what-if.ts";
import { formatEvents } from "../../../model/wording.ts";
import { BudgetBar } from "../../parts/budget-bar.tsx";
import { StateMark } from "../../parts/state.tsx";
import { countedOf } from "./counted.ts";

/** The same events under another objective. */
export function WhatIf({ slo }: { slo: SloDetailBody }) {
  const [text, setText] = useState(slo.objective.text.replace("%", ""));
  if (slo.budget === undefined || slo.state === "unknown") return null;
  const objective = parseObjective(`${text.trim().replace(",", ".").replace(/\s*%$/, "")}%`);
  return (
    <section aria-labelledby="what-if">
      <h2 id="what-if">What if</h2>
      <label class="what-if">
        the objective were{" "}
        <input
          inputMode="decimal"
          value={text}
          aria-invalid={objective === undefined}
          onInput={(event) => setText(event.currentTarget.value)}
        />{" "}
        %
      </label>
      <div aria-live="polite">
        {objective === undefined ? (
          <p class="notice">Write a percentage above 0 and below 100, such as 99.5.</p>
        ) : (
          <Answer
            slo={slo}
            outcome={whatIf(countedOf(slo.budget), objective, slo.thresholds as Thresholds)}
          />
        )}
      </div>
    </section>
  );
}

function Answer({ slo, outcome }: { slo: SloDetailBody; outcome: ReturnType<typeof whatIf> }) {
  const { consumed, allowedBad, state } = outcome;
  return (
    <>
      <span class="with-bar">
        <BudgetBar state={state} consumed={consumed} />
        <span class="number">{formatPercent(consumed)}</span>
      </span>
      <p>
        <StateMark state={state} /> · {formatEvents(slo.budget?.bad ?? 0)} bad of {formatEvents(allowedBad)}{" "}
        allowed
      </p>
      <p class="quiet small">
        The events of this window as they were counted. Left out: corrections, the margin by which a state is
        held, and that alerts would ring at other error ratios.
      </p>
    </>
  );
}
