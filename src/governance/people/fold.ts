import type { JournalEntry } from "../journal.ts";
import type { ApiToken } from "./token.ts";

/** API tokens by id, revoked ones included: their names stay taken and their acts explainable. */
export function foldTokens(tokens: Map<string, ApiToken>, entry: JournalEntry): void {
  const { subject: id, actor, at } = entry;
  if (entry.kind === "token-created")
    tokens.set(id, { id, ...entry.payload, createdBy: actor, createdAt: at });
  if (entry.kind === "token-revoked") {
    const token = tokens.get(id);
    if (token !== undefined) tokens.set(id, { ...token, revokedAt: at });
  }
}
