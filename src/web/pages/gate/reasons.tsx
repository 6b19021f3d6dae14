import type { ReasonBody, VerdictBody } from "../../../http/schemas/verdict.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { decisionWords, formatBurn, groupText } from "../../../model/wording.ts";
import { StateShape } from "../../parts/state.tsx";
import { approvalWords } from "./words.ts";

interface ReasonsProps {
  reasons: readonly ReasonBody[];
  approval?: VerdictBody["approval"];
}

/** A line each, in the API's own words, worst first: how it stands, and what that leads to. */
export function Reasons({ reasons, approval }: ReasonsProps) {
  return (
    <ul class="reasons">
      {reasons.map((reason) => (
        <li key={`${reason.slo ?? reason.kind} ${reason.sentence}`} data-row>
          <StateShape state={reason.state} />
          <strong>
            <Subject reason={reason} />
          </strong>
          <span class="figure">{figureOf(reason)}</span>
          <span class="leads-to">
            →{" "}
            {reason.decision === "needs_exception" && reason.kind !== "exception" && approval !== undefined
              ? approvalWords(approval)
              : decisionWords[reason.decision]}
          </span>
          <p class="small">{reason.sentence}</p>
          {reason.policy !== undefined && (
            <p class="quiet small">
              policy {reason.policy} (<code>{reason.policyHash}</code>)
              {reason.rule !== undefined && `, rule ${reason.rule}: ${reason.ruleText ?? ""}`}
              {reason.path !== undefined && ` · by way of ${reason.path.join(" → ")}`}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What the reason is about, and the way there. */
function Subject({ reason: { kind, slo, group, exception, window, loosening } }: { reason: ReasonBody }) {
  if (exception !== undefined && kind === "exception")
    return <a href={`/exceptions/${exception}`}>{exception}</a>;
  if (window !== undefined && kind === "window") return <a href={`/windows/${window}`}>{window}</a>;
  if (loosening !== undefined && kind === "loosening")
    return (
      <>
        <a href={`/slos/${slo ?? ""}`}>{slo}</a> <a href={`/loosenings/${loosening}`}>{loosening}</a>
      </>
    );
  if (slo === undefined) return <>{kind}</>;
  return (
    <>
      <a href={`/slos/${slo}`}>{slo}</a>
      {group !== undefined && Object.keys(group).length > 0 && ` ${groupText(group)}`}
    </>
  );
}

const figureOf = ({ kind, consumed, spent, fastBurn, burn }: ReasonBody): string =>
  [
    ...(kind === "loosening" && spent !== undefined ? [`${formatPercent(spent)} spent then`] : []),
    ...(consumed === undefined ? [] : [`${formatPercent(consumed)} consumed`]),
    ...(fastBurn === true ? [`▲ fast burn${burn === undefined ? "" : ` ${formatBurn(burn)}`}`] : []),
  ].join(" · ");
