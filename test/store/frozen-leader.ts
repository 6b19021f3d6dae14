import { createSecretKey } from "node:crypto";
import { standForLeader } from "../../src/store/postgres-leader.ts";
import { openPostgresJournal } from "../../src/store/postgres.ts";
import { transition } from "./events.ts";

/** Leads and appends without a pause, saying how each append ended: what a test freezes and thaws. */
const [url = "", keyText = ""] = process.argv.slice(2);
const say = (word: string): void => void process.stdout.write(`${word}\n`);
const key = createSecretKey(keyText, "hex");
const journal = await openPostgresJournal({ url, key, warn: () => undefined });
const leadership = standForLeader({
  url,
  log: { info: () => undefined, warn: () => undefined },
  lease: 1_000,
  beat: 100,
});
const epoch = await new Promise<number>((resolve) => {
  leadership.onChange((gained) => {
    if (gained !== undefined) resolve(gained);
  });
});
say(`leads ${epoch}`);
for (;;) {
  try {
    const result = await journal.append([transition("by.the.frozen")], { epoch });
    say(result.ok ? "appended" : result.code);
    if (!result.ok) break;
  } catch {
    say("broken");
  }
}
say(`epoch ${String(leadership.epoch())}`);
process.exit(0);
