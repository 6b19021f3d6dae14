import type { ReasonBody } from "../../../http/schemas/verdict.ts";
import { decisionWords } from "../../../model/wording.ts";
import { StateShape } from "../../parts/state.tsx";

/** Every reason in the API's own words, worst first. */
export function Reasons({ reasons }: { reasons: readonly ReasonBody[] }) {
  return (
    <ul class="reasons">
      {reasons.map((reason) => (
        <li key={`${reason.slo ?? reason.kind} ${reason.sentence}`}>
          <StateShape state={reason.state} />
          <div>
            {reason.slo === undefined ? (
              <strong>{reason.kind}</strong>
            ) : (
              <a href={`/slos/${reason.slo}`}>{reason.slo}</a>
            )}{" "}
            → {decisionWords[reason.decision]}
            <div>{reason.sentence}</div>
            {reason.policy !== undefined && (
              <div class="quiet small">
                policy {reason.policy} (<code>{reason.policyHash}</code>)
                {reason.rule !== undefined && `, rule ${reason.rule}: ${reason.ruleText ?? ""}`}
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
