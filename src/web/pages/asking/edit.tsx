import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { QuorumBody } from "../../../http/schemas/governance/common.ts";
import type { IdentityBody } from "../../../http/schemas/people.ts";
import { useResource } from "../../api/resource.ts";
import type { Sending } from "../../api/sending.ts";
import { Loaded } from "../../parts/status.tsx";
import type { Collection } from "../asked/collections.ts";
import { Tabs } from "../asked/tabs.tsx";
import { AskForm } from "./ask-form.tsx";

/** What can be edited, as the API shows it. */
interface Editable {
  id: string;
  requestHash: string;
  youMay: readonly string[];
  quorum?: QuorumBody | undefined;
}

interface EditProps<Body extends Editable, Said> {
  of: Collection;
  id: string;
  /** What it is called: "exception"; and this one of them. */
  what: string;
  title: (body: Body) => string;
  /** Who may edit it, for those who may not. */
  whoMay: (body: Body) => string;
  roles: readonly IdentityBody["roles"][number][];
  /** What stands in the form at first, and what is sent of it. */
  saidOf: (body: Body) => Said;
  editOf: (said: Said, read: Body) => object;
  shown: readonly string[];
  children: (fields: Fields<Body, Said>) => ComponentChildren;
}

interface Fields<Body, Said> {
  said: Said;
  set: (changes: Partial<Said>) => void;
  sending: Sending;
  read: Body;
}

/** The form that it was asked with, filled with what it says now. */
export function Edit<Body extends Editable, Said extends object>(props: EditProps<Body, Said>) {
  const { of, id, what, whoMay } = props;
  const path = `/api/v1/${of.path}/${encodeURIComponent(id)}`;
  const item = useResource<Body>(path, { every: 5_000 });
  // What was read when the form was opened: what comes in meanwhile is said, and writes over nothing.
  const first = useRef<Body | undefined>(undefined);
  const [again, open] = useState<Body>();
  if (first.current?.id !== id) first.current = item.data;
  const read = again?.id === id ? again : first.current;
  return (
    <Loaded of={item}>
      {(body) =>
        read !== undefined && body.youMay.includes("edit") ? (
          <EditForm key={read.requestHash} {...props} {...{ path, read, body, open }} />
        ) : (
          <>
            <h1>Edit {props.title(body)}</h1>
            <Tabs of={of} />
            <p class="notice">
              You cannot edit <a href={`/${of.path}/${id}`}>this {what}</a>: {whoMay(body)}.
            </p>
          </>
        )
      }
    </Loaded>
  );
}

interface EditFormProps<Body extends Editable, Said> extends EditProps<Body, Said> {
  path: string;
  /** As it was read, and as it is by now. */
  read: Body;
  body: Body;
  open: (body: Body) => void;
}

function EditForm<Body extends Editable, Said extends object>(props: EditFormProps<Body, Said>) {
  const { of, id, what, path, read, body, open } = props;
  const [said, setSaid] = useState<Said>(() => props.saidOf(read));
  const set = (changes: Partial<Said>): void => setSaid({ ...said, ...changes });
  return (
    <AskForm
      of={of}
      title={`Edit ${props.title(read)}`}
      roles={props.roles}
      path={path}
      method="PUT"
      body={() => props.editOf(said, read)}
      label={`Save: this is what the ${what} says from now on`}
      shown={props.shown}
      notice={
        <>
          <p class="quiet">
            <a href={`/${of.path}/${id}`}>{id}</a> as it stands. {fallsAway(body)}
          </p>
          {body.requestHash !== read.requestHash && (
            <div class="notice bad" role="alert">
              Somebody has edited it since you opened it: what you write here cannot be saved over that.{" "}
              <button type="button" class="plain" onClick={() => open(body)}>
                Begin again with what it says now
              </button>
            </div>
          )}
        </>
      }
    >
      {(sending) => props.children({ said, set, sending, read })}
    </AskForm>
  );
}

/** Nobody has approved what it says after an edit. */
function fallsAway({ quorum }: Pick<Editable, "quorum">): string {
  const approved = quorum?.approvals.map(({ by }) => by) ?? [];
  if (approved.length === 0) return "Nobody has approved it yet: an edit takes nothing away.";
  return `Approvals given so far fall away with an edit, because nobody has approved what it says then: ${approved.join(", ")}.`;
}
