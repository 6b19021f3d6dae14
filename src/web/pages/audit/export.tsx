import { useState } from "preact/hooks";
import { read } from "../../api/client.ts";
import { ActButton } from "../../parts/form.tsx";
import type { Entry, JournalPage } from "./audit.tsx";

/** More is for `nines journal export`, which needs no browser's memory. */
const most = 10_000;

async function entriesOf(query: URLSearchParams): Promise<Entry[]> {
  const entries: Entry[] = [];
  const first = new URLSearchParams(query);
  first.set("limit", "1000");
  let next: string | undefined = `/api/v1/journal?${first.toString()}`;
  while (next !== undefined && entries.length < most) {
    const page: JournalPage = await read<JournalPage>(next);
    entries.push(...page.items);
    next = page.next;
  }
  return entries.slice(0, most);
}

function save(entries: readonly Entry[]): void {
  const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
  const url = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `nines-journal-${entries[0]?.seq ?? 0}-${entries.at(-1)?.seq ?? 0}.jsonl`;
  link.click();
  URL.revokeObjectURL(url);
}

/** What was searched for, oldest first, as lines of JSON. */
export function Export({ query }: { query: URLSearchParams }) {
  const [said, setSaid] = useState("");
  const act = async (): Promise<void> => {
    const entries = await entriesOf(query);
    save(entries);
    const cut = entries.length === most ? "; there may be more: nines journal export writes all" : "";
    setSaid(`${entries.length} entries saved${cut}`);
  };
  return (
    <>
      <ActButton label="Save these as JSON lines" act={act} />
      <span class="quiet small" role="status">
        {said}
      </span>
    </>
  );
}
