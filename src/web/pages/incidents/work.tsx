import { useState } from "preact/hooks";
import type { IncidentDetailBody } from "../../../http/schemas/incidents/incident.ts";
import { write } from "../../api/client.ts";
import { may, type Me, useMe } from "../../api/me.ts";
import { tellNews } from "../../api/news.ts";
import type { Resource } from "../../api/resource.ts";
import { ActButton, Field, TextField } from "../../parts/form.tsx";
import { fromField, toField } from "../../parts/moment.ts";

const responders = ["requester", "approver", "machine", "admin"] as const;

/** To who may not work on incidents: what is missing. */
export function Stranger({ me }: { me: Me | undefined }) {
  if (me === undefined || may(me, ...responders)) return null;
  return (
    <p class="notice">
      {me.identity === undefined ? (
        <>
          Who writes on a timeline must be known: <a href="/people">sign in</a>.
        </>
      ) : (
        <>{me.identity.subject} may read incidents, and has no role that works on them.</>
      )}
    </p>
  );
}

type Send = (verb: string, said: object, method?: string) => Promise<void>;

interface PartProps {
  body: IncidentDetailBody;
  send: Send;
}

/** What those who are there can write and do; who may not, is told why. */
export function Work({ body, of }: { body: IncidentDetailBody; of: Resource<IncidentDetailBody> }) {
  const me = useMe();
  const send: Send = async (verb, said, method = "POST") => {
    await write(`/api/v1/incidents/${encodeURIComponent(body.id)}${verb}`, said, method);
    of.reload();
    tellNews();
  };
  if (me === undefined) return null;
  if (!may(me, ...responders)) return <Stranger me={me} />;
  const isOpen = body.state === "open";
  return (
    <section class="card" aria-label="Work on it">
      <h2 class="first">Work on it</h2>
      <Say body={body} send={send} />
      {body.actions
        .filter(({ finishedAt }) => finishedAt === undefined)
        .map((action) => (
          <Finish key={action.id} action={action} send={send} />
        ))}
      <Correct body={body} send={send} />
      {isOpen ? <Close send={send} /> : <Reopen send={send} />}
    </section>
  );
}

/** A note, or an action that begins with it: both are one line and a region. */
function Say({ body, send }: PartProps) {
  const [text, setText] = useState("");
  const [region, setRegion] = useState("");
  const regions = [...new Set(body.timeline.flatMap((entry) => entry.region ?? []))];
  const isEmpty = text.trim() === "";
  const place = region.trim() === "" ? {} : { region: region.trim() };
  const said = async (verb: string, what: object): Promise<void> => {
    await send(verb, { ...what, ...place });
    setText("");
  };
  return (
    <div class="form">
      <TextField label="what is known, or what you do" value={text} onValue={setText} />
      <Field
        label="region"
        hint="where you sit, or speak of"
        value={region}
        onValue={setRegion}
        list={regions}
      />
      <div class="chips">
        <ActButton main disabled={isEmpty} label="Write a note" act={() => said("/note", { text })} />
        {body.state === "open" && (
          <ActButton
            disabled={isEmpty}
            label="I begin to do this"
            act={() => said("/action", { what: text })}
          />
        )}
      </div>
    </div>
  );
}

function Finish({ action, send }: { action: IncidentDetailBody["actions"][number]; send: Send }) {
  const [outcome, setOutcome] = useState("");
  const said = outcome.trim() === "" ? {} : { outcome: outcome.trim() };
  return (
    <div class="form under-way">
      <p>
        ▶ <strong>{action.by}</strong> {action.region} {action.what}
      </p>
      <Field label="what came of it" value={outcome} onValue={setOutcome} />
      <ActButton label="Finished" act={() => send("/finish", { action: action.id, ...said })} />
    </div>
  );
}

/** Alerts tell some minutes late, and call things by their own names: people know better. */
function Correct({ body: { title, startedAt }, send }: PartProps) {
  const [said, setSaid] = useState({ title, began: toField(startedAt) });
  const began = fromField(said.began);
  const change = {
    ...(said.title.trim() !== title && { title: said.title.trim() }),
    ...(began !== undefined && said.began !== toField(startedAt) && { startedAt: began }),
  };
  return (
    <details>
      <summary>Correct its title, or when it began</summary>
      <div class="form">
        <Field label="title" value={said.title} onValue={(value) => setSaid({ ...said, title: value })} />
        <Field
          label="began"
          type="datetime-local"
          value={said.began}
          onValue={(value) => setSaid({ ...said, began: value })}
        />
        <ActButton
          disabled={Object.keys(change).length === 0 || said.title.trim() === ""}
          label="Correct it: costs follow"
          act={() => send("", change, "PUT")}
        />
      </div>
    </details>
  );
}

const reasonOf = (reason: string): object => (reason.trim() === "" ? {} : { reason: reason.trim() });

function Close({ send }: { send: Send }) {
  const [reason, setReason] = useState("");
  const [ended, setEnded] = useState("");
  const endedAt = fromField(ended);
  return (
    <details>
      <summary>It is over</summary>
      <div class="form">
        <Field label="why" value={reason} onValue={setReason} />
        <Field
          label="ended"
          hint="now, when left empty"
          type="datetime-local"
          value={ended}
          onValue={setEnded}
        />
        <ActButton
          label="Close it, whatever its alerts say"
          act={() => send("/close", { ...reasonOf(reason), ...(endedAt !== undefined && { endedAt }) })}
        />
      </div>
    </details>
  );
}

function Reopen({ send }: { send: Send }) {
  const [reason, setReason] = useState("");
  return (
    <details>
      <summary>It was not over after all</summary>
      <div class="form">
        <Field label="why" value={reason} onValue={setReason} />
        <ActButton label="Open it again" act={() => send("/reopen", reasonOf(reason))} />
      </div>
    </details>
  );
}
