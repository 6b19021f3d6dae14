import { useState } from "preact/hooks";
import type { z } from "zod";
import type { entrySchema } from "../../../http/schemas/governance/common.ts";
import { eventKinds } from "../../../model/governance/event-kinds.ts";
import { useResource } from "../../api/resource.ts";
import { Columns } from "../../parts/columns.tsx";
import { Field } from "../../parts/form.tsx";
import { Loaded } from "../../parts/status.tsx";
import { absolute } from "../../parts/time.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";
import { midnight, parseDay, plusDays } from "../calendar/days.ts";
import { Export } from "./export.tsx";
import { Verification } from "./verification.tsx";

export type Entry = z.infer<typeof entrySchema>;

/** As `GET /api/v1/journal` answers. */
export interface JournalPage {
  items: readonly Entry[];
  head: { seq: number; hash: string };
  next?: string;
}

const perPage = 50;
const names = ["subject", "kind", "actor", "since", "until"] as const;
type Asked = Record<(typeof names)[number], string>;

const askedBy = ({ searchParams }: URL): Asked =>
  Object.fromEntries(names.map((name) => [name, searchParams.get(name) ?? ""])) as Asked;

/** Days are the viewer's own, the last one included. */
export function queryOf({ since, until, ...rest }: Asked): URLSearchParams {
  const query = new URLSearchParams(Object.entries(rest).filter(([, value]) => value !== ""));
  const [first, last] = [parseDay(since), parseDay(until)];
  if (first !== undefined) query.set("since", midnight(first).toISOString());
  if (last !== undefined) query.set("until", midnight(plusDays(last, 1)).toISOString());
  return query;
}

/** The journal, from its newest entry: searched, each entry opening its own, and the whole proven. */
export function Audit() {
  const url = useLocation();
  const asked = askedBy(url);
  const before = url.searchParams.get("before") ?? "";
  const query = queryOf(asked);
  query.set("order", "newest");
  query.set("limit", String(perPage));
  if (before !== "") query.set("before", before);
  const page = useResource<JournalPage>(`/api/v1/journal?${query.toString()}`);
  return (
    <>
      <h1>Audit</h1>
      <Search key={url.search} asked={asked} />
      <Loaded of={page}>
        {({ items, head, next }) => (
          <>
            <Verification head={head} />
            <h2>Entries</h2>
            {items.length === 0 ? <p class="quiet">No entry fits.</p> : <Entries items={items} />}
            <nav class="chips" aria-label="Pages of the journal">
              {before !== "" && <a href={withParameters(url, { before: "" })}>⇤ newest</a>}
              {next !== undefined && <a href={withParameters(url, { before: beforeOf(next) })}>older →</a>}
              <Export query={queryOf(asked)} />
            </nav>
          </>
        )}
      </Loaded>
    </>
  );
}

const beforeOf = (next: string): string => new URLSearchParams(next.split("?")[1]).get("before") ?? "";

/** Asked when it is sent: a search of the whole journal is not begun with every letter. */
function Search({ asked }: { asked: Asked }) {
  const url = useLocation();
  const [said, setSaid] = useState(asked);
  const field = (name: keyof Asked, label: string, hint?: string) => (
    <Field
      label={label}
      hint={hint}
      type={name === "since" || name === "until" ? "date" : "search"}
      value={said[name]}
      {...(name === "kind" && { list: eventKinds.toSorted() })}
      onValue={(value) => setSaid({ ...said, [name]: value })}
    />
  );
  return (
    <form
      class="chips form-row"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const trimmed = Object.fromEntries(names.map((name) => [name, said[name].trim()]));
        go(withParameters(url, { ...trimmed, before: "" }));
      }}
    >
      {field("subject", "about", "an id, or definitions")}
      {field("actor", "who")}
      {field("kind", "kind")}
      {field("since", "from day")}
      {field("until", "to day")}
      <button type="submit" class="main">
        Search
      </button>
      {names.some((name) => asked[name] !== "") && <a href="/audit">Show all</a>}
    </form>
  );
}

function Entries({ items }: { items: readonly Entry[] }) {
  const url = useLocation();
  return (
    <div class="scroll">
      <table class="asked">
        <Columns of={["entry", "when", "what", "kind"]} />
        <tbody>
          {items.map(({ seq, at, sentence, kind }) => (
            <tr key={seq} data-row>
              <td>
                <a href={`/audit/${seq}`}>{seq}</a>
              </td>
              <td class="quiet when" data-label="when">
                {absolute(at)}
              </td>
              <td data-label="what">{sentence}</td>
              <td data-label="kind">
                <a href={withParameters(url, { kind, before: "" })} title={`Only ${kind}`}>
                  {kind}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
