import { useState } from "preact/hooks";
import type { QuorumBody } from "../../../http/schemas/governance/common.ts";
import type { ExceptionDetailBody } from "../../../http/schemas/governance/exception.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { write } from "../../api/client.ts";
import { type Resource, useResource } from "../../api/resource.ts";
import { ActButton, TextField } from "../../parts/form.tsx";
import { StateMark } from "../../parts/state.tsx";
import { Loaded } from "../../parts/status.tsx";
import { absolute, Time } from "../../parts/time.tsx";

export function ExceptionPage({ id }: { id: string }) {
  const exception = useResource<ExceptionDetailBody>(`/api/v1/exceptions/${encodeURIComponent(id)}`, 5_000);
  return (
    <Loaded of={exception}>
      {(body) => (
        <>
          <div class="slo-head">
            <h1>{body.id}</h1>
            <span class="promise">
              {body.service} to {body.environments.join(", ")}
            </span>
            <strong>{body.state}</strong>
          </div>
          <div class="columns">
            <Request body={body} />
            <div>
              <Seats body={body} />
              <Actions body={body} of={exception} />
            </div>
          </div>
          <Timeline body={body} />
        </>
      )}
    </Loaded>
  );
}

function Request({ body }: { body: ExceptionDetailBody }) {
  const { change, reason, usesLeft, maxUses, maxBudgetCost } = body;
  return (
    <section class="card">
      <dl class="facts">
        <dt>what</dt>
        <dd>
          {change.kinds.join(", ") || "any kind"} {change.sha !== undefined && <code>{change.sha}</code>}
        </dd>
        <dt>why</dt>
        <dd>
          {reason.text} <span class="quiet">({reason.category})</span>
        </dd>
        <dt>if we wait</dt>
        <dd>{body.businessImpact}</dd>
        <dt>what can go wrong</dt>
        <dd>{body.risk}</dd>
        <dt>rollback plan</dt>
        <dd>{body.rollbackPlan}</dd>
        <dt>holds</dt>
        <dd>
          {absolute(body.start)} – {absolute(body.expiry)}
        </dd>
        <dt>uses</dt>
        <dd>
          {usesLeft} of {maxUses} left
        </dd>
        <dt>cost to the budget</dt>
        <dd>
          {body.cost === undefined ? "none yet" : formatPercent(body.cost.spent)}
          {maxBudgetCost !== undefined && `, revoked above ${formatPercent(maxBudgetCost)}`}
        </dd>
        <dt>asked by</dt>
        <dd>
          {body.requestedBy} <Time at={body.requestedAt} />
        </dd>
      </dl>
      {body.obstacles.map(({ code, sentence }) => (
        <p key={code} class="quiet">
          opens no gate now: {sentence}
        </p>
      ))}
    </section>
  );
}

/** The quorum as seats: who has sat, who may; and the clock to escalation. */
function Seats({ body: { quorum, answerBy, escalated } }: { body: ExceptionDetailBody }) {
  if (quorum === undefined) return <p class="card">Nobody has to approve this one.</p>;
  return (
    <section class="card" aria-label="Quorum">
      <p>
        asked for by policy {quorum.policy} in state <StateMark state={quorum.state} />
      </p>
      <ul class="seats">
        {quorum.seats.map((seat, index) => (
          <li key={`${seat.seat} ${index}`} class={seat.by === undefined ? "empty" : "taken"}>
            <span aria-hidden="true">{seat.by === undefined ? "○" : "●"}</span> <strong>{seat.seat}</strong>{" "}
            {seat.by ?? <span class="quiet">waits for {seat.group ?? "any group"}</span>}
          </li>
        ))}
      </ul>
      {answerBy !== undefined && (
        <p class="quiet small">
          reminded <Time at={answerBy.remindAt} /> · escalated <Time at={answerBy.escalateAt} /> · denied for
          want of an answer <Time at={answerBy.denyAt} />
        </p>
      )}
      {escalated !== undefined && (
        <p class="quiet small">escalated to {escalated.to.join(", ") || "nobody"}</p>
      )}
    </section>
  );
}

/** "Approve: 1 more needed from sre". */
export function approveLabel(quorum: QuorumBody | undefined): string {
  const missing = quorum?.missing ?? [];
  return missing.length <= 1
    ? "Approve: this puts it in force"
    : `Approve: ${missing.length} needed, from ${missing.join(", ")}`;
}

interface ActionsProps {
  body: ExceptionDetailBody;
  of: Resource<ExceptionDetailBody>;
}

function Actions({ body, of }: ActionsProps) {
  const [comment, setComment] = useState("");
  const { youMay, id, requestHash } = body;
  if (youMay.length === 0) return <p class="quiet">There is nothing for you to do here.</p>;
  const act = (verb: string, fields: object) => async (): Promise<void> => {
    await write(`/api/v1/exceptions/${id}/${verb}`, fields);
    setComment("");
    of.reload();
  };
  const said = comment.trim() !== "";
  const can = (action: (typeof youMay)[number]): boolean => youMay.includes(action);
  return (
    <section class="card form" aria-label="What you may do">
      <TextField label="comment" hint="goes on the record" value={comment} onValue={setComment} />
      {can("approve") && (
        <ActButton
          main
          disabled={!said}
          label={approveLabel(body.quorum)}
          act={act("approve", { requestHash, comment })}
        />
      )}
      {can("deny") && (
        <ActButton disabled={!said} label="Deny: ends it for good" act={act("deny", { reason: comment })} />
      )}
      {can("withdraw") && (
        <ActButton
          label="Withdraw: take the request back"
          act={act("withdraw", said ? { reason: comment } : {})}
        />
      )}
      {can("revoke") && (
        <ActButton
          disabled={!said}
          label="Revoke: ends it at once"
          act={act("revoke", { reason: comment })}
        />
      )}
      {can("review") && (
        <>
          <ActButton
            disabled={!said}
            label="Review: justified"
            act={act("review", { verdict: "justified", comment })}
          />
          <ActButton
            disabled={!said}
            label="Review: not justified"
            act={act("review", { verdict: "not-justified", comment })}
          />
        </>
      )}
      {can("follow-up") && (
        <ActButton disabled={!said} label="Done: what it left to do" act={act("follow-up", { comment })} />
      )}
    </section>
  );
}

function Timeline({ body: { history = [], uses } }: { body: ExceptionDetailBody }) {
  return (
    <section>
      <h2>Timeline</h2>
      <ol class="timeline">
        {history.map(({ seq, at, sentence }) => (
          <li key={seq}>
            <span class="quiet">{absolute(at)}</span> {sentence}
          </li>
        ))}
        {uses.map(({ decision, service, environment, sha, at }) => (
          <li key={decision}>
            <span class="quiet">{absolute(at)}</span> used for {service} to {environment} {sha} (decision{" "}
            {decision})
          </li>
        ))}
      </ol>
    </section>
  );
}
