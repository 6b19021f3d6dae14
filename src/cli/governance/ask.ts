import { CliError } from "../exit.ts";
import { isPersonThere, withPrompt, type Ask } from "../terminal/prompt.ts";

/** What a command needs: said by a flag, or asked of whoever sits there. */
export interface Question<Key extends string> {
  key: Key;
  /** The flag that says it: `--reason`. */
  flag: string;
  text: string;
  /** What is wrong with an answer, if anything. */
  problem?: (answer: string) => string | undefined;
  /** Taken when nothing is typed. */
  usual?: string;
}

/**
 * Fills in what no flag has said: by asking at a terminal; elsewhere, as in CI, everything that is missing is named
 * at once.
 */
export async function complete<Key extends string>(
  questions: readonly Question<Key>[],
  given: Readonly<Partial<Record<Key, string>>>,
  help: string,
): Promise<Record<Key, string>> {
  const missing = questions.filter(({ key }) => given[key] === undefined);
  if (missing.length > 0 && !isPersonThere())
    throw new CliError(`missing: ${missing.map(({ flag }) => flag).join(", ")}; see ${help} --help`);
  const answered = missing.length === 0 ? {} : await withPrompt((ask) => askAll(missing, ask));
  return { ...given, ...answered } as Record<Key, string>;
}

async function askAll<Key extends string>(
  questions: readonly Question<Key>[],
  ask: Ask,
): Promise<Partial<Record<Key, string>>> {
  const answers: Partial<Record<Key, string>> = {};
  for (const question of questions) answers[question.key] = await askUntilSound(question, ask);
  return answers;
}

async function askUntilSound<Key extends string>(
  { text, usual = "", problem }: Question<Key>,
  ask: Ask,
): Promise<string> {
  for (;;) {
    const typed = await ask(`${text}${usual === "" ? "" : ` [${usual}]`}: `);
    if (typed === undefined) throw new CliError("stopped; nothing was sent");
    const answer = typed.trim() === "" ? usual : typed.trim();
    const wrong = answer === "" ? "an answer is needed" : problem?.(answer);
    if (wrong === undefined) return answer;
    process.stderr.write(`  ${wrong}\n`);
  }
}

/** Whether whoever sits there means it; where nobody does, the flags already say so. */
export async function confirmed(question: string): Promise<boolean> {
  if (!isPersonThere()) return true;
  const typed = await withPrompt((ask) => ask(`${question} [y/N] `));
  return /^y(es)?$/i.test(typed?.trim() ?? "");
}
