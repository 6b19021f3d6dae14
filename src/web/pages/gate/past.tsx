import type { DecisionLineBody } from "../../../http/schemas/governance/decision.ts";
import { decisionWords } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { Columns } from "../../parts/columns.tsx";
import { DecisionMark } from "../../parts/decision.tsx";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";
import { useLocation, withParameters } from "../../url/location.ts";

/** As `GET /api/v1/gate/decisions` answers. */
interface DecisionList {
  items: readonly DecisionLineBody[];
  next?: string;
}

/** What was decided about this service, on record; newest first. */
export function PastDecisions({ service }: { service: string }) {
  const url = useLocation();
  const before = url.searchParams.get("before") ?? "";
  const query = new URLSearchParams({ service, limit: "10", ...(before !== "" && { before }) });
  const list = useResource<DecisionList>(`/api/v1/gate/decisions?${query.toString()}`, {
    on: ["gate-decision"],
  });
  return (
    <section>
      <h2>Decided before</h2>
      <Loaded of={list}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <p class="quiet">
                Nothing {before === "" ? "is" : "more is"} on record for {service}.
              </p>
            ) : (
              <Lines items={items} />
            )}
            <nav class="chips" aria-label="Pages of decisions">
              {before !== "" && <a href={withParameters(url, { before: "" })}>⇤ newest</a>}
              {next !== undefined && <a href={withParameters(url, { before: beforeOf(next) })}>older →</a>}
            </nav>
          </>
        )}
      </Loaded>
    </section>
  );
}

const beforeOf = (next: string): string => new URLSearchParams(next.split("?")[1]).get("before") ?? "";

function Lines({ items }: { items: readonly DecisionLineBody[] }) {
  return (
    <div class="scroll">
      <table class="asked">
        <Columns of={["decision", "answer", "change", "by", "when", "exceptions used"]} />
        <tbody>
          {items.map((each) => (
            <tr key={each.id} data-row>
              <td>
                <a href={`/gate/decisions/${each.id}`}>{each.id}</a>
              </td>
              <td data-label="answer">
                <DecisionMark decision={each.decision} />
                {each.dryRun !== undefined && (
                  <span class="quiet"> (dry run: {decisionWords[each.dryRun]})</span>
                )}
              </td>
              <td data-label="change">
                {each.change} to {each.environment} <code title={each.sha}>{each.sha?.slice(0, 12)}</code>
              </td>
              <td data-label="by">{each.by}</td>
              <td data-label="when">
                <Time at={each.at} />
              </td>
              <td data-label="exceptions used">
                {each.exceptions.length === 0
                  ? "–"
                  : each.exceptions.map((id) => (
                      <a key={id} href={`/exceptions/${id}`}>
                        {id}
                      </a>
                    ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
