import type { HappeningBody } from "../../../http/schemas/governance/common.ts";
import { printable, type Ink } from "../../terminal/ink.ts";
import { wrap } from "../../terminal/wrap.ts";
import { dayAndTime } from "../moments.ts";

/** What happened, from the journal, oldest first. */
export function historyLines(history: readonly HappeningBody[] | undefined, ink: Ink): string[] {
  if (history === undefined) return ["", "  the journal cannot be read just now: no history"];
  return [
    "",
    ...history.flatMap(({ at, sentence }) => {
      const when = dayAndTime(at);
      const [first = "", ...rest] = wrap(printable(sentence), " ".repeat(when.length + 4));
      return [`  ${ink("dim", when)}  ${first.trimStart()}`, ...rest];
    }),
  ];
}
