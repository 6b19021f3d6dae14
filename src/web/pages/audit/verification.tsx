import { useEffect, useState } from "preact/hooks";
import type { VerificationBody } from "../../../http/schemas/governance/verification.ts";
import { Refusal } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import { useSending } from "../../api/sending.ts";
import { Field, Refusals } from "../../parts/form.tsx";
import { Time } from "../../parts/time.tsx";

const path = "/api/v1/journal/verification";
const lookEvery = 500;

/** Asks the server to check its whole chain, shows how far it is, and says what was proven. */
export function Verification({ head }: { head: { seq: number; hash: string } }) {
  const latest = useResource<{ latest?: VerificationBody }>(path, { on: [], every: 60_000 });
  const sending = useSending();
  const [anchor, setAnchor] = useState("");
  const { error, reload } = latest;
  const data = latest.data?.latest;
  const isRunning = data !== undefined && data.finishedAt === undefined;
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(reload, lookEvery);
    return () => clearInterval(timer);
  }, [isRunning, reload]);
  const begin = async (): Promise<void> => {
    await sending.send<VerificationBody>(path, anchor.trim() === "" ? {} : { anchor: anchor.trim() });
    reload();
  };
  return (
    <section class="card" aria-label="Proof that nobody rewrote it">
      <p>
        The chain ends at entry {head.seq}, <code title={head.hash}>{head.hash.slice(0, 16)}…</code>
      </p>
      <form
        class="chips form-row"
        onSubmit={(event) => {
          event.preventDefault();
          void begin();
        }}
      >
        <Field
          label="anchor"
          hint="SEQ:HASH from the log, if you have one"
          value={anchor}
          onValue={setAnchor}
          error={sending.errorOf("anchor")}
        />
        <button type="submit" class="main" disabled={isRunning || sending.busy}>
          Verify the whole journal
        </button>
      </form>
      {sending.error !== undefined && <Refusals error={sending.error} shown={["anchor"]} />}
      {data !== undefined && <Outcome body={data} />}
      {error instanceof Refusal && <p class="quiet">{error.message}.</p>}
      <p class="quiet small">
        The server that answers could itself have been changed: for a proof that need not trust it, run{" "}
        <code>nines audit verify</code> elsewhere, on a copy.
      </p>
    </section>
  );
}

function Outcome({ body }: { body: VerificationBody }) {
  const { checked, of, finishedAt, holds, sentences, failure, by } = body;
  if (finishedAt === undefined)
    return (
      <p role="status">
        <progress max={Math.max(of, 1)} value={checked} aria-label="Entries checked" /> {checked} of {of}{" "}
        entries checked
      </p>
    );
  return (
    <div role="status">
      {failure !== undefined && <p class="verdict no">✘ It could not be carried to its end: {failure}</p>}
      {holds !== undefined && (
        <p class={`verdict ${holds ? "yes" : "no"}`}>{holds ? "✔ It holds." : "✘ It does not hold."}</p>
      )}
      <ul class="links">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p class="quiet small">
        asked by {by}, finished <Time at={finishedAt} />
      </p>
    </div>
  );
}
