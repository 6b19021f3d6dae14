import { useResource } from "../../api/resource.ts";
import { Loaded } from "../../parts/status.tsx";
import { absolute } from "../../parts/time.tsx";
import { Fact } from "../asked/frame.tsx";
import type { Entry, JournalPage } from "./audit.tsx";

/** One entry, whole: what it says in words, what lies under that, and how it hangs in the chain. */
export function AuditEntry({ id }: { id: string }) {
  const page = useResource<JournalPage>(`/api/v1/journal?from=${id}&limit=1`, { on: [], every: 3_600_000 });
  const seq = Number(id);
  return (
    <>
      <h1>Entry {id}</h1>
      <nav class="chips" aria-label="Around this entry">
        <a href="/audit">the journal</a>
        {seq > 1 && <a href={`/audit/${seq - 1}`}>← {seq - 1}</a>}
        <a href={`/audit/${seq + 1}`}>{seq + 1} →</a>
      </nav>
      <Loaded of={page}>
        {({ items: [entry], head }) =>
          entry === undefined || entry.seq !== seq ? (
            <p class="quiet">There is no such entry: the newest is {head.seq}.</p>
          ) : (
            <Whole entry={entry} />
          )
        }
      </Loaded>
    </>
  );
}

function Whole({ entry }: { entry: Entry }) {
  return (
    <>
      <p>{entry.sentence}</p>
      <dl class="facts card">
        <Fact name="when">{absolute(entry.at)}</Fact>
        <Fact name="who">
          <a href={`/audit?actor=${encodeURIComponent(entry.actor)}`}>{entry.actor}</a>
        </Fact>
        <Fact name="about">
          <a href={`/audit?subject=${encodeURIComponent(entry.subject)}`}>{entry.subject}</a>
        </Fact>
        <Fact name="kind">
          <a href={`/audit?kind=${entry.kind}`}>{entry.kind}</a>
        </Fact>
        <Fact name="hash">
          <code class="long">{entry.hash}</code>
        </Fact>
        <Fact name="hash before">
          <code class="long">{entry.prevHash}</code>
        </Fact>
      </dl>
      <h2>What was recorded</h2>
      <pre class="copied" tabIndex={0} aria-label="What was recorded, as JSON">
        {JSON.stringify(entry.payload, null, 2)}
      </pre>
    </>
  );
}
