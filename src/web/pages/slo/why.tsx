import { useState } from "preact/hooks";
import type { ExplanationBody } from "../../../http/schemas/explanation.ts";
import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { groupText } from "../../../model/wording.ts";
import type { Resource } from "../../api/resource.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { StateMark } from "../../parts/state.tsx";
import { Loaded } from "../../parts/status.tsx";
import { absolute } from "../../parts/time.tsx";

interface WhyProps {
  explanation: Resource<ExplanationBody>;
  slo: SloDetailBody;
}

/** As many groups are explained at once; the others are a press away. */
const fewGroups = 3;

/** Opens the sum with its figures filled in, and the queries to paste into Prometheus. */
export function Why({ explanation, slo }: WhyProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" aria-expanded={open} aria-controls="why" onClick={() => setOpen(!open)}>
        why this number
      </button>
      <div id="why">{open && <Explanation explanation={explanation} slo={slo} />}</div>
    </>
  );
}

function Explanation({ explanation, slo }: WhyProps) {
  const [all, setAll] = useState(false);
  return (
    <Loaded of={explanation}>
      {({ groups, silent }) => (
        <section class="card" aria-label="Why this number">
          {silent !== undefined && <p class="notice bad">{silent.message}</p>}
          {groups.slice(0, all ? groups.length : fewGroups).map((group) => (
            <ExplainedGroup key={groupText(group.group)} group={group} slo={slo} />
          ))}
          {!all && groups.length > fewGroups && (
            <button type="button" onClick={() => setAll(true)}>
              {groups.length - fewGroups} more groups
            </button>
          )}
          <p class="quiet small">
            From{" "}
            {slo.links.source === undefined ? (
              <code>
                {slo.source.path}:{slo.source.line}
              </code>
            ) : (
              <a href={slo.links.source}>
                {slo.source.path}:{slo.source.line}
              </a>
            )}
            , asked of Prometheus anew.
          </p>
        </section>
      )}
    </Loaded>
  );
}

type Group = ExplanationBody["groups"][number];

function ExplainedGroup({ group, slo }: { group: Group; slo: SloDetailBody }) {
  return (
    <div>
      {groupText(group.group) !== "" && <h2 class="minor">{groupText(group.group)}</h2>}
      <ol class="steps">
        {group.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {group.recovery.map(({ leaves, below, at }) => (
        <p key={leaves}>
          If nothing more goes wrong, it leaves <StateMark state={leaves} /> (below {formatPercent(below)}){" "}
          {at === undefined ? "when the whole window has passed" : absolute(at)}.
        </p>
      ))}
      <details>
        <summary>to be asked of Prometheus</summary>
        <dl class="queries">
          {group.queries.map((query) => (
            <Query key={query.title} query={query} graph={slo.links.prometheus} />
          ))}
        </dl>
      </details>
    </div>
  );
}

function Query({
  query: { title, promql, value },
  graph,
}: {
  query: Group["queries"][number];
  graph: string | undefined;
}) {
  return (
    <>
      <dt>
        {title}
        {value !== undefined && ` = ${value}`}
      </dt>
      <dd>
        <code>{promql}</code>{" "}
        <span class="query-tools">
          <CopyButton text={promql} what={title} />
          {graph !== undefined && <a href={graphHref(graph, promql)}>ask Prometheus</a>}
        </span>
      </dd>
    </>
  );
}

/** The same page of Prometheus with another question. */
function graphHref(graph: string, promql: string): string {
  const url = new URL(graph);
  url.searchParams.set("g0.expr", promql);
  return url.href;
}
