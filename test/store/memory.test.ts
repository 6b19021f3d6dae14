import { randomBytes } from "node:crypto";
import { openMemoryJournal } from "../../src/store/memory.ts";
import { journalContract } from "./contract.ts";

journalContract("memory", async () => {
  const key = randomBytes(32);
  const journal = openMemoryJournal(key);
  return { journal, key, cleanUp: () => journal.close() };
});
