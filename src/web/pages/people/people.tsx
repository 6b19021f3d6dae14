import { useState } from "preact/hooks";
import { token, write } from "../../api/client.ts";
import { may, type Me, useMe } from "../../api/me.ts";
import { tellNews } from "../../api/news.ts";
import { ActButton, Field } from "../../parts/form.tsx";
import { Known } from "./known.tsx";
import { Tokens } from "./tokens.tsx";

/** Who you are here, how to become somebody, who else there is, and the tokens. */
export function People() {
  const me = useMe();
  return (
    <>
      <h1>People and tokens</h1>
      {me !== undefined && (me.identity === undefined ? <SignIn me={me} /> : <Self me={me} />)}
      {may(me, "admin", "auditor") && <Known />}
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
  const leave = async (): Promise<void> => {
    token.forget();
    tellNews();
  };
  return (
    <section class="card form">
      {token.read() === null ? (
        <p>{me.readsAreOpen ? "Reading needs nobody here; acting does." : "Who asks must be known here."}</p>
      ) : (
        <>
          <p>The token of this tab is not valid any more.</p>
          <ActButton label="Forget it" act={leave} />
        </>
      )}
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
