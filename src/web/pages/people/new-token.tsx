import { useState } from "preact/hooks";
import type { IdentityBody } from "../../../http/schemas/people.ts";
import { write } from "../../api/client.ts";
import { ActButton, Field } from "../../parts/form.tsx";

type Role = IdentityBody["roles"][number];
const everyRole: readonly Role[] = ["viewer", "requester", "approver", "admin", "auditor", "machine"];

const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");

/** The token is shown this once: nines keeps a digest only. */
export function NewToken({ onCreated }: { onCreated: () => void }) {
  const [subject, setSubject] = useState("");
  const [roles, setRoles] = useState<readonly Role[]>(["requester"]);
  const [groups, setGroups] = useState("");
  const [services, setServices] = useState("");
  const [shown, setShown] = useState<string>();
  const create = async (): Promise<void> => {
    const named = listOf(services);
    const created = await write<{ token: string }>("/api/v1/tokens", {
      subject: subject.trim(),
      roles,
      groups: listOf(groups),
      ...(named.length > 0 && { services: named }),
    });
    setShown(created.token);
    onCreated();
  };
  const toggle = (role: Role): void =>
    setRoles(roles.includes(role) ? roles.filter((each) => each !== role) : [...roles, role]);
  return (
    <details class="card">
      <summary>New token</summary>
      <div class="form">
        <Field label="subject" hint="whom it speaks for" value={subject} onValue={setSubject} />
        <fieldset>
          <legend>roles</legend>
          {everyRole.map((role) => (
            <label key={role} class="check">
              <input type="checkbox" checked={roles.includes(role)} onChange={() => toggle(role)} /> {role}
            </label>
          ))}
        </fieldset>
        <Field
          label="groups"
          hint="seats in quorums, separated by commas"
          value={groups}
          onValue={setGroups}
        />
        <Field
          label="services"
          hint="every one for people; to be named for machines"
          value={services}
          onValue={setServices}
        />
        <ActButton main label="Create" act={create} disabled={subject.trim() === "" || roles.length === 0} />
        {shown !== undefined && (
          <p class="notice">
            Shown this once: <code>{shown}</code>
          </p>
        )}
      </div>
    </details>
  );
}
