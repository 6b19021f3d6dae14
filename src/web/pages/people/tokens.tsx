import { useState } from "preact/hooks";
import type { TokenBody } from "../../../http/schemas/people.ts";
import { may, type Me } from "../../api/me.ts";
import { useResource } from "../../api/resource.ts";
import { useSending } from "../../api/sending.ts";
import { Columns } from "../../parts/columns.tsx";
import { Field, Refusals, Tick } from "../../parts/form.tsx";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";
import { NewToken } from "./new-token.tsx";

const perPage = 50;

/** Tokens, those that are no more left out unless wanted; for admins also new ones. */
export function Tokens({ me }: { me: Me }) {
  const tokens = useResource<{ items: readonly TokenBody[] }>("/api/v1/tokens", {
    on: ["token"],
    every: 60_000,
  });
  const [all, setAll] = useState(false);
  const [shown, setShown] = useState(perPage);
  return (
    <section>
      <h2>Tokens</h2>
      {may(me, "admin") && <NewToken onCreated={tokens.reload} />}
      <Tick label="also those that expired or were revoked" checked={all} onChecked={setAll} />
      <Loaded of={tokens}>
        {({ items }) => {
          const those = items.filter(({ state }) => all || state === "valid").toReversed();
          return (
            <>
              <TokenTable items={those.slice(0, shown)} reload={tokens.reload} />
              {those.length > shown && (
                <button type="button" onClick={() => setShown(shown + perPage)}>
                  Show {Math.min(perPage, those.length - shown)} more of {those.length}
                </button>
              )}
              <p class="quiet small">Last used: as this replica has seen it since it started.</p>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

interface TableProps {
  items: readonly TokenBody[];
  reload: () => void;
}

function TokenTable({ items, reload }: TableProps) {
  if (items.length === 0) return <p class="quiet">There are none.</p>;
  return (
    <div class="scroll">
      <table class="asked">
        <Columns of={["token", "for", "roles", "groups", "state", "created", "last used", "end it"]} />
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td>
                <code>{each.id}</code>
              </td>
              <td data-label="for">{each.subject}</td>
              <td data-label="roles">{each.roles.join(", ")}</td>
              <td data-label="groups">{each.groups.join(", ") || "–"}</td>
              <td data-label="state">
                {each.state}
                {each.state === "valid" && (
                  <span class="quiet">
                    {each.expires === undefined ? (
                      ", never expires"
                    ) : (
                      <>
                        , expires <Time at={each.expires} />
                      </>
                    )}
                  </span>
                )}
              </td>
              <td data-label="created">
                {each.createdBy} <Time at={each.createdAt} />
              </td>
              <td data-label="last used">
                {each.lastUsedAt === undefined ? "–" : <Time at={each.lastUsedAt} />}
              </td>
              <td data-label="end it">
                {each.state === "valid" && <Revoke id={each.id} subject={each.subject} reload={reload} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Asks once more, in place: who uses it is shut out at once, and it cannot be taken back. */
function Revoke({ id, subject, reload }: { id: string; subject: string; reload: () => void }) {
  const [asks, setAsks] = useState(false);
  const [reason, setReason] = useState("");
  const sending = useSending();
  const revoke = async (): Promise<void> => {
    const body = reason.trim() === "" ? {} : { reason: reason.trim() };
    if ((await sending.send(`/api/v1/tokens/${id}/revoke`, body)) !== undefined) reload();
  };
  if (!asks)
    return (
      <button type="button" aria-label={`Revoke ${id} of ${subject}`} onClick={() => setAsks(true)}>
        Revoke…
      </button>
    );
  return (
    <div class="form" role="group" aria-label={`Revoke ${id}`}>
      <Field label="why" hint="if you like" value={reason} onValue={setReason} />
      <button type="button" class="main" disabled={sending.busy} onClick={() => void revoke()}>
        Revoke: shuts {subject} out at once
      </button>
      <button type="button" onClick={() => setAsks(false)}>
        Keep it
      </button>
      {sending.error !== undefined && <Refusals error={sending.error} />}
    </div>
  );
}
