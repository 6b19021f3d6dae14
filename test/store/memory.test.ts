import { randomBytes } from "node:crypto";
import { openMemoryJournal } from "../../src/store/memory.ts";
import { journalContract } from "./contract.ts";
import { retentionContract } from "./retention-contract.ts";

const open = async () => {
  const key = randomBytes(32);
  const journal = openMemoryJournal(key);
  return { journal, key, cleanUp: () => journal.close() };
};

journalContract("memory", open);
retentionContract("memory", open);
