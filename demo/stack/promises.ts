import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

/** What one of the promises was until today, while the breaker was open more often than it allowed. */
const formerly = {
  file: "payments.yaml",
  promise: /(name: database-breaker\n(?: +.*\n)*? +objective: )\S+/,
  objective: "99.95%",
} as const;

/** The folder of definitions as nines reads it, by a link: what they are now takes the place of what they were. */
export interface Checkout {
  /** Where nines is started, so that it names the files as whoever is in the repository does. */
  cwd: string;
  slos: string;
  /** Puts the definitions of now in place, as a merge would. Undefined where they are not the shop's. */
  merge?: () => void;
}

/** Definitions with one promise that is harder than today's, so that it can be made easier before everybody's eyes. */
export function checkOut(slos: string, folder: string): Checkout {
  const now = resolve(slos);
  const cwd = join(folder, "checkout");
  mkdirSync(cwd);
  const at = { cwd, slos: basename(now) };
  const link = join(cwd, at.slos);
  const text = shopText(now);
  if (text === undefined || !formerly.promise.test(text)) {
    symlinkSync(now, link);
    return at;
  }
  const before = join(folder, "slos-before");
  cpSync(now, before, { recursive: true });
  writeFileSync(
    join(before, formerly.file),
    text.replace(formerly.promise, (_, place: string) => place + formerly.objective),
  );
  symlinkSync(before, link);
  return {
    ...at,
    merge: () => {
      // A link is renamed over the other at once: there is no moment without definitions.
      symlinkSync(now, `${link}-now`);
      renameSync(`${link}-now`, link);
    },
  };
}

function shopText(slos: string): string | undefined {
  const file = join(slos, formerly.file);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Whether nines has seen that the promise was made easier. */
export async function isHeld(server: string): Promise<boolean> {
  const { total } = (await (await fetch(`${server}/api/v1/loosenings?held=true`)).json()) as {
    total: number;
  };
  return total > 0;
}
