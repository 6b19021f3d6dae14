import type { JournalEntry } from "../journal.ts";
import type { ForgeRequest } from "./request.ts";

/** How long an answered request is remembered: a forge may deliver again for three days. */
const keptFor = 3 * 86_400;

/** What forges have asked, by id, oldest first; the queue is what is not answered. */
export function foldForge(requests: Map<string, ForgeRequest>, entry: JournalEntry): void {
  const { subject: id, at } = entry;
  const request = requests.get(id);
  if (entry.kind === "forge-asked" && request === undefined) {
    forget(requests, at);
    requests.set(id, { id, at, ...entry.payload });
  }
  if (request === undefined || request.answered !== undefined) return;
  if (entry.kind === "forge-told") {
    const count = (request.told?.count ?? 0) + 1;
    requests.set(id, { ...request, told: { about: entry.payload.about, count } });
  }
  if (entry.kind === "forge-answered") {
    const { answer, reason } = entry.payload;
    requests.set(id, { ...request, answered: { at, answer, reason } });
  }
}

function forget(requests: Map<string, ForgeRequest>, now: number): void {
  for (const [id, { answered }] of requests)
    if (answered !== undefined && now - answered.at > keptFor) requests.delete(id);
}
