import type { Answers, Partially, Question } from "../../spec/starter/questions.ts";
import { CliError } from "../exit.ts";
import type { Ask } from "../terminal/prompt.ts";

export interface Asking {
  questions: readonly Question[];
  /** Answers given as flags. */
  given: Partially;
  /** Undefined when nobody is there to ask: what is usual is taken. */
  ask: Ask | undefined;
  say: (line: string) => void;
}

/**
 * Gathers every answer: flags first, then the person, then what is usual. A person may try again; a flag that
 * cannot be read is an error.
 */
export async function collectAnswers({ questions, given, ask, say }: Asking): Promise<Answers> {
  const answers: Partial<Answers> = {};
  for (const question of questions) {
    const { key } = question;
    const flag = given[key];
    const usual = question.usual(answers);
    if (flag !== undefined) answers[key] = checkFlag(question, flag);
    else if (ask === undefined || !question.isAsked(answers)) answers[key] = usual;
    else answers[key] = await askUntilSound(question, usual, ask, say);
  }
  return answers as Answers;
}

function checkFlag({ key, problem }: Question, flag: string): string {
  const said = problem(flag);
  if (said !== undefined) throw new CliError(`--${key}: ${said}`);
  return flag;
}

async function askUntilSound(
  question: Question,
  usual: string,
  ask: Ask,
  say: (line: string) => void,
): Promise<string> {
  for (;;) {
    const typed = await ask(`${question.text}${usual === "" ? "" : ` [${usual}]`} `);
    if (typed === undefined) throw new CliError("stopped; nothing was written");
    const answer = typed.trim() === "" ? usual : typed.trim();
    const said = question.problem(answer);
    if (said === undefined) return answer;
    say(`  ${said}`);
  }
}
