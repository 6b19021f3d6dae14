import { runNines } from "../nines.ts";
import type { JournalEntry } from "../../src/governance/journal.ts";
import { parseLine } from "../../src/store/jsonl.ts";
import type { Company } from "./company.ts";
import type { Told } from "./clients.ts";

/** What the journal says in the end of what clients were told. */
export interface Reckoning {
  entries: number;
  verifies: boolean;
  verdict: string;
  /** Acknowledged, and not in the journal. */
  lost: readonly string[];
  /** Exceptions used for more changes than they allow. */
  overused: readonly string[];
  /** Requests that were carried out more than once. */
  duplicates: readonly string[];
}

/** Reads the journal as an auditor does, with nines' own commands, and holds it against what was told. */
export async function reckon({ journal }: Company, told: Told): Promise<Reckoning> {
  const [verified, exported] = [
    await runNines(["audit", "verify", ...journal]),
    await runNines(["journal", "export", ...journal]),
  ];
  if (!exported.ok) throw new Error(`the journal cannot be exported: ${exported.stderr}`);
  const entries = exported.stdout
    .trimEnd()
    .split("\n")
    .map((line, index) => parseLine(line, index + 1));
  return {
    entries: entries.length,
    verifies: verified.ok,
    verdict: verified.output,
    lost: lostAmong(entries, told),
    overused: overusedAmong(entries),
    duplicates: [...repeated(entries, tagOf), ...repeated(entries, changeOf)],
  };
}

function lostAmong(entries: readonly JournalEntry[], told: Told): string[] {
  const has = new Set(entries.map((entry) => `${entry.kind} ${entry.subject} ${entry.actor}`));
  const verdicts = new Map(
    entries.flatMap((entry) =>
      entry.kind === "gate-decision" ? [[entry.subject, entry.payload.allowed] as const] : [],
    ),
  );
  return [
    ...[...told.exceptions.keys()].filter((id) => !has.has(`exception-requested ${id} alice@example.org`)),
    ...told.approvals
      .filter(({ exception, by }) => !has.has(`exception-approved ${exception} ${by}`))
      .map(({ exception, by }) => `${exception} approved by ${by}`),
    ...[...told.decisions].filter(([id, { allowed }]) => verdicts.get(id) !== allowed).map(([id]) => id),
  ];
}

function overusedAmong(entries: readonly JournalEntry[]): string[] {
  const allowed = new Map<string, number>();
  const used = new Map<string, Set<string>>();
  for (const entry of entries) {
    if (entry.kind === "exception-requested") allowed.set(entry.subject, entry.payload.request.maxUses);
    if (entry.kind !== "gate-decision") continue;
    for (const { exception, sha = "" } of entry.payload.uses)
      used.set(exception, (used.get(exception) ?? new Set()).add(sha));
  }
  return [...used]
    .filter(([id, shas]) => shas.size > (allowed.get(id) ?? 0))
    .map(([id, shas]) => `${id}: ${shas.size} uses, ${allowed.get(id) ?? 0} allowed`);
}

const tagOf = (entry: JournalEntry): string | undefined =>
  entry.kind === "exception-requested" ? entry.payload.request.reason.text : undefined;

/** Every client asks about a change of its own: two decisions on one are one too many. */
const changeOf = (entry: JournalEntry): string | undefined =>
  entry.kind === "gate-decision" ? entry.payload.key.sha : undefined;

function repeated(
  entries: readonly JournalEntry[],
  nameOf: (entry: JournalEntry) => string | undefined,
): string[] {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const name = nameOf(entry);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([name, count]) => `${name}: ${count} times`);
}
