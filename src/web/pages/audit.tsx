import { useState } from "preact/hooks";
import type { z } from "zod";
import type { entrySchema } from "../../http/schemas/governance/common.ts";
import { useResource } from "../api/resource.ts";
import { Field } from "../parts/form.tsx";
import { Loaded } from "../parts/status.tsx";
import { absolute } from "../parts/time.tsx";
import { go, useLocation, withParameters } from "../url/location.ts";

type Entry = z.infer<typeof entrySchema>;

/** As `GET /api/v1/journal` answers. */
interface JournalPage {
  items: readonly Entry[];
  head: { seq: number; hash: string };
  next?: string;
}

const perPage = 100;

/** The journal, entry by entry; what lies under each opens. */
export function Audit() {
  const url = useLocation();
  const of = (name: string): string => url.searchParams.get(name) ?? "";
  const [subject, setSubject] = useState(of("subject"));
  const asked = new URLSearchParams({ limit: String(perPage) });
  for (const name of ["subject", "kind", "from"]) if (of(name) !== "") asked.set(name, of(name));
  const page = useResource<JournalPage>(`/api/v1/journal?${asked.toString()}`);
  const set = (changes: Readonly<Record<string, string>>): void => go(withParameters(url, changes));
  return (
    <>
      <h1>Audit</h1>
      <form
        class="chips form-row"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          set({ subject: subject.trim(), from: "" });
        }}
      >
        <Field
          label="about"
          hint="an id, or definitions"

          value={subject}
          onValue={setSubject}
        />
        <button type="submit">Search</button>
      </form>
      <Loaded of={page}>
        {({ items, head, next }) => (
          <>
            <p class="quiet">
              The chain ends at entry {head.seq}, <code>{head.hash.slice(0, 16)}…</code>.{" "}
              <code>nines audit verify</code> proves that nobody rewrote it.
            </p>
            {items.length === 0 && <p class="quiet">No entry fits.</p>}
            <ol class="timeline">
              {items.map((entry) => (
                <EntryLine key={entry.seq} entry={entry} onKind={(kind) => set({ kind, from: "" })} />
              ))}
            </ol>
            <nav class="chips" aria-label="Pages of the journal">
              {of("from") !== "" && <a href={withParameters(url, { from: "" })}>⇤ from the first</a>}
              {next !== undefined && (
                <a href={withParameters(url, { from: String((items.at(-1)?.seq ?? 0) + 1) })}>later →</a>
              )}
            </nav>
          </>
        )}
      </Loaded>
    </>
  );
}

function EntryLine({ entry, onKind }: { entry: Entry; onKind: (kind: string) => void }) {
  return (
    <li data-row>
      <details>
        <summary>
          <span class="quiet">
            {entry.seq} · {absolute(entry.at)}
          </span>{" "}
          {entry.sentence}{" "}
          <button class="plain small" type="button" onClick={() => onKind(entry.kind)}>
            {entry.kind}
          </button>
        </summary>
        <pre class="copied">{JSON.stringify(entry.payload, null, 2)}</pre>
        <p class="quiet small">
          {entry.subject} · hash <code>{entry.hash}</code>
        </p>
      </details>
    </li>
  );
}
