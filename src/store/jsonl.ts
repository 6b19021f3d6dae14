import { z } from "zod";
import type { JournalEntry } from "../governance/journal.ts";

/** A line of an export that is no entry; `line` counts from 1. */
export class LineProblem extends Error {
  readonly line: number;
  constructor(line: number, reason: string) {
    super(`line ${line} is no journal entry: ${reason}`);
    this.line = line;
  }
}

const shape = z.strictObject({
  seq: z.int().positive(),
  at: z.number().nonnegative(),
  actor: z.string(),
  kind: z.string(),
  subject: z.string(),
  payload: z.json(),
  prevHash: z.string(),
  hash: z.string(),
});

/** One entry as one line of JSON, without its line end. */
export const formatLine = ({
  seq,
  at,
  actor,
  kind,
  subject,
  payload,
  prevHash,
  hash,
}: JournalEntry): string => JSON.stringify({ seq, at, actor, kind, subject, payload, prevHash, hash });

/** @throws LineProblem for a line that is no entry; whether it is the one that was written, its hash says. */
export function parseLine(text: string, line: number): JournalEntry {
  const parsed = shape.safeParse(asJson(text, line));
  if (parsed.success) return parsed.data as JournalEntry;
  const [issue] = parsed.error.issues;
  throw new LineProblem(line, `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim());
}

function asJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LineProblem(line, "it does not hold one whole JSON object");
  }
}
