import { useState } from "preact/hooks";
import type { ExplanationBody } from "../../../http/schemas/explanation.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { useResource } from "../../api/resource.ts";
import { StateMark } from "../../parts/state.tsx";
import { Loaded } from "../../parts/status.tsx";
import { absolute } from "../../parts/time.tsx";
import { groupText } from "../../../model/wording.ts";

/** Opens the sum with its figures filled in, and the queries to paste into Prometheus. */
export function Why({ id }: { id: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        why this number
      </button>
      {open && <Explanation id={id} />}
    </>
  );
}

function Explanation({ id }: { id: string }) {
  const explanation = useResource<ExplanationBody>(`/api/v1/slos/${id}/explain`, 60_000);
  return (
    <Loaded of={explanation}>
      {({ groups, silent }) => (
        <section class="card" aria-label="Why this number">
          {silent !== undefined && <p class="notice bad">{silent.message}</p>}
          {groups.map((group) => (
            <ExplainedGroup key={groupText(group.group)} group={group} />
          ))}
        </section>
      )}
    </Loaded>
  );
}

function ExplainedGroup({ group }: { group: ExplanationBody["groups"][number] }) {
  return (
    <div>
      {groupText(group.group) !== "" && <h3>{groupText(group.group)}</h3>}
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
        {group.queries.map(({ title, promql, value }) => (
          <p key={title}>
            {title}
            {value !== undefined && ` = ${value}`}
            <br />
            <code>{promql}</code>
          </p>
        ))}
      </details>
    </div>
  );
}
