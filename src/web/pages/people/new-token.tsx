import { useState } from "preact/hooks";
import type { IdentityBody } from "../../../http/schemas/people.ts";
import { useSending } from "../../api/sending.ts";
import { Copyable } from "../../parts/copy.tsx";
import { Field, Refusals, Tick } from "../../parts/form.tsx";
import { linesOf, momentOf } from "../asking/read.ts";

type Role = IdentityBody["roles"][number];
const everyRole: readonly Role[] = [
  ...(["viewer", "requester", "approver", "admin"] as const),
  ...(["auditor", "machine", "alertmanager", "prober"] as const),
];
const empty = { subject: "", groups: "", services: "", expires: "" };

/** The token is shown this once: nines keeps a digest only. */
export function NewToken({ onCreated }: { onCreated: () => void }) {
  const [said, setSaid] = useState(empty);
  const [roles, setRoles] = useState<readonly Role[]>(["requester"]);
  const [shown, setShown] = useState<{ subject: string; token: string }>();
  const sending = useSending();
  const create = async (): Promise<void> => {
    const named = linesOf(said.services);
    const subject = said.subject.trim();
    const created = await sending.send<{ token: string }>("/api/v1/tokens", {
      ...{ subject, roles, groups: linesOf(said.groups) },
      ...(named.length > 0 && { services: named }),
      ...(said.expires !== "" && { expires: momentOf(said.expires) }),
    });
    if (created === undefined) return;
    setShown({ subject, token: created.token });
    setSaid(empty);
    onCreated();
  };
  const line = (name: keyof typeof empty, label: string, hint: string) => (
    <Field
      label={label}
      hint={hint}
      type={name === "expires" ? "datetime-local" : "text"}
      required={name === "subject"}
      value={said[name]}
      onValue={(value) => setSaid({ ...said, [name]: value })}
      error={sending.errorOf(name)}
    />
  );
  const toggle = (role: Role): void =>
    setRoles(roles.includes(role) ? roles.filter((each) => each !== role) : [...roles, role]);
  return (
    <details class="card">
      <summary>New token</summary>
      {shown !== undefined && (
        <div class="notice" role="status">
          <strong>The token of {shown.subject}, shown this once:</strong> nines keeps a digest only.
          <Copyable text={shown.token} label={`the token of ${shown.subject}`} />
          <button type="button" onClick={() => setShown(undefined)}>
            I have it
          </button>
        </div>
      )}
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        {line("subject", "for", "an address or a name: whom it speaks for")}
        <fieldset>
          <legend>roles</legend>
          {everyRole.map((role) => (
            <Tick key={role} label={role} checked={roles.includes(role)} onChecked={() => toggle(role)} />
          ))}
          {sending.errorOf("roles") !== undefined && (
            <strong class="field-error">{sending.errorOf("roles")}</strong>
          )}
        </fieldset>
        {line("groups", "groups", "seats in quorums, separated by commas")}
        {line("services", "services", "every one for people; to be named for machines")}
        {line("expires", "expires", "never, when left out")}
        {sending.error !== undefined && (
          <Refusals error={sending.error} shown={["subject", "roles", "groups", "services", "expires"]} />
        )}
        <button type="submit" class="main" disabled={sending.busy}>
          Create: it is shown once
        </button>
      </form>
    </details>
  );
}
