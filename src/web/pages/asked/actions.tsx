import { useState } from "preact/hooks";
import type { QuorumBody } from "../../../http/schemas/governance/common.ts";
import { useMe } from "../../api/me.ts";
import type { Resource } from "../../api/resource.ts";
import { type Sending, useSending } from "../../api/sending.ts";
import { Refusals, Select, TextField } from "../../parts/form.tsx";
import { approveWords, groupsToSitFor } from "./words.ts";

/** One thing that somebody may do, as the API lists it in `youMay`. */
export interface Verb {
  action: string;
  /** What pressing it does. */
  label: string;
  /** What stands in the body, made of the comment. */
  body: (comment: string) => object;
  needsComment: boolean;
  /** The path's last part, where it is not the action's name. */
  path?: string;
}

/** Acts that take `{reason}`. */
export const withReason = (action: string, label: string): Verb => ({
  action,
  label,
  body: (reason) => ({ reason }),
  needsComment: true,
});

/** Acts that take `{reason}` where somebody gives one. */
export const mayGiveReason = (action: string, label: string): Verb => ({
  action,
  label,
  body: (reason) => (reason === "" ? {} : { reason }),
  needsComment: false,
});

interface Acted {
  id: string;
  youMay: readonly string[];
  requestHash?: string;
  quorum?: QuorumBody | undefined;
}

interface ActionsProps {
  /** `/api/v1/exceptions` */
  api: string;
  /** `/exceptions` */
  place: string;
  body: Acted;
  of: Resource<unknown>;
  /** What an approval that fills the last seat does: "this puts it in force". */
  then: string;
  verbs: readonly Verb[];
}

/** What whoever looks may do, and what each button will do. What is said goes on the record. */
export function Actions({ api, place, body, of, then, verbs }: ActionsProps) {
  const [comment, setComment] = useState("");
  const sending = useSending();
  const { youMay, id } = body;
  const said = comment.trim();
  const act = async (path: string, fields: object): Promise<void> => {
    const done = await sending.send(`${api}/${id}/${path}`, fields);
    if (done === undefined) return;
    setComment("");
    of.reload();
  };
  const possible = verbs.filter(({ action }) => youMay.includes(action));
  if (youMay.length === 0) return <Nothing />;
  return (
    <section class="card form" aria-label="What you may do">
      <TextField
        label="comment"
        hint="goes on the record; approving and denying need one"
        value={comment}
        onValue={setComment}
      />
      {youMay.includes("approve") && (
        <Approve body={body} then={then} comment={said} busy={sending.busy} act={act} />
      )}
      {possible.map((verb) => (
        <button
          key={verb.label}
          type="button"
          disabled={sending.busy || (verb.needsComment && said === "")}
          onClick={() => void act(verb.path ?? verb.action, verb.body(said))}
        >
          {verb.label}
        </button>
      ))}
      {youMay.includes("edit") && (
        <a class="as-button second" href={`${place}/${id}/edit`}>
          Edit: {body.quorum?.approvals.length ? "approvals given so far fall away" : "say it otherwise"}
        </a>
      )}
      <Failure sending={sending} of={of} />
    </section>
  );
}

function Nothing() {
  const me = useMe();
  return (
    <p class="quiet">
      {me !== undefined && me.identity === undefined ? (
        <>
          To do something here, <a href="/people">sign in</a>.
        </>
      ) : (
        "There is nothing for you to do here."
      )}
    </p>
  );
}

/** What was edited since it was read is read anew, so that the next try approves what it says now. */
function Failure({ sending: { error }, of }: { sending: Sending; of: Resource<unknown> }) {
  if (error === undefined) return null;
  return (
    <>
      <Refusals error={error} />
      <button type="button" class="plain" onClick={of.reload}>
        Read it anew
      </button>
    </>
  );
}

interface ApproveProps {
  body: Acted;
  then: string;
  comment: string;
  busy: boolean;
  act: (path: string, fields: object) => Promise<void>;
}

/** Somebody who sits in several of the groups says for which. */
function Approve({ body: { quorum, requestHash }, then, comment, busy, act }: ApproveProps) {
  const groups = useMe()?.identity?.groups ?? [];
  const mine = quorum === undefined ? [] : groupsToSitFor(quorum, groups);
  const [chosen, setChosen] = useState("");
  const group = mine.includes(chosen) ? chosen : mine[0];
  const fields = {
    comment,
    ...(requestHash !== undefined && { requestHash }),
    ...(mine.length > 1 && { group }),
  };
  return (
    <>
      {mine.length > 1 && <Select label="sit for" value={group ?? ""} values={mine} onValue={setChosen} />}
      <button
        type="button"
        class="main"
        disabled={busy || comment === ""}
        onClick={() => void act("approve", fields)}
      >
        {approveWords(quorum, group, then)}
      </button>
    </>
  );
}
