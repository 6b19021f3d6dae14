import { useState } from "preact/hooks";
import type { TokenBody } from "../../../http/schemas/people.ts";
import { token, write } from "../../api/client.ts";
import { may, type Me, useMe } from "../../api/me.ts";
import { tellNews } from "../../api/news.ts";
import { useResource } from "../../api/resource.ts";
import { ActButton, Field } from "../../parts/form.tsx";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";
import { NewToken } from "./new-token.tsx";

/** Who you are here, how to become somebody, and the tokens there are. */
export function People() {
  const me = useMe();
  return (
    <>
      <h1>People and tokens</h1>
      {me !== undefined && (me.identity === undefined ? <SignIn me={me} /> : <Self me={me} />)}
      {me?.identity !== undefined && <Tokens me={me} />}
    </>
  );
}

function SignIn({ me }: { me: Me }) {
  const [text, setText] = useState("");
  const enter = async (): Promise<void> => {
    token.keep(text.trim());
    tellNews();
  };
  return (
    <section class="card form">
      <p>
        {me.readsAreOpen ? "Reading needs nobody here; acting does." : "Who asks must be known here."}{" "}
        {token.read() !== null && "The token of this tab is not valid any more."}
      </p>
      {me.login !== undefined && (
        <p>
          <a class="as-button" href={`${me.login}?to=${encodeURIComponent("/people")}`}>
            Log in
          </a>
        </p>
      )}
      <Field label="API token" hint="kept for this tab alone" secret value={text} onValue={setText} />
      <ActButton label="Sign in with the token" act={enter} disabled={text.trim() === ""} />
    </section>
  );
}

function Self({ me: { identity, login } }: { me: Me }) {
  if (identity === undefined) return null;
  const leave = async (): Promise<void> => {
    if (token.read() !== null) token.forget();
    else if (login !== undefined) await write("/logout", {});
    location.reload();
  };
  return (
    <section class="card">
      <p>
        You are <strong>{identity.subject}</strong> ({identity.kind}), by {identity.via}.
      </p>
      <p class="quiet">
        roles {identity.roles.join(", ") || "none"} · groups {identity.groups.join(", ") || "none"} · services{" "}
        {identity.services.join(", ") || "none"}
      </p>
      <ActButton label="Sign out" act={leave} />
    </section>
  );
}

function Tokens({ me }: { me: Me }) {
  const tokens = useResource<{ items: readonly TokenBody[] }>("/api/v1/tokens", 60_000);
  return (
    <section>
      <h2>Tokens</h2>
      {may(me, "admin") && <NewToken onCreated={tokens.reload} />}
      <Loaded of={tokens}>{({ items }) => <TokenTable items={items} reload={tokens.reload} />}</Loaded>
    </section>
  );
}

function TokenTable({ items, reload }: { items: readonly TokenBody[]; reload: () => void }) {
  const revoke = (id: string) => async (): Promise<void> => {
    await write(`/api/v1/tokens/${id}/revoke`, {});
    reload();
  };
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>token</th>
            <th>for</th>
            <th>roles</th>
            <th>groups</th>
            <th>state</th>
            <th>created</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id} data-row>
              <td>
                <code>{each.id}</code>
              </td>
              <td>{each.subject}</td>
              <td>{each.roles.join(", ")}</td>
              <td>{each.groups.join(", ")}</td>
              <td>
                {each.state}
                {each.expires !== undefined && each.state === "valid" && (
                  <>
                    {" "}
                    until <Time at={each.expires} brief />
                  </>
                )}
              </td>
              <td>
                {each.createdBy} <Time at={each.createdAt} />
              </td>
              <td>{each.state === "valid" && <ActButton label="Revoke" act={revoke(each.id)} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
