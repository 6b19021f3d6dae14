import { isDeepStrictEqual } from "node:util";
import type { RemoteOptions } from "../remote/options.ts";
import { askExplanation, askList } from "./asking.ts";
import { oneByOne } from "./one-by-one.ts";
import { explained, listed, type Top, troubled, wanted } from "./state.ts";

/** What narrows the list for as long as nines top runs. */
export interface Fixed {
  service?: string;
  environment?: string;
  state?: string;
  owner?: string;
}

/** The state, and the questions that follow from it. */
export interface Session {
  state: () => Top;
  /** Takes a change, draws it, and asks for what is then to be seen. */
  become: (change: (top: Top) => Top) => void;
  /** Asks for everything in sight anew. */
  askAll: () => void;
}

export function openSession(
  first: Top,
  options: RemoteOptions & Fixed,
  { clock, changed }: { clock: () => number; changed: (top: Top) => void },
): Session {
  let state = first;
  const { service, environment, state: states, owner } = options;
  const askForList = oneByOne(async () => {
    const question = wanted(state);
    const answer = await askList(options, question, { service, environment, state: states, owner });
    // What was asked for a former order or filter is no answer any more; the next question is on its way.
    if (!isDeepStrictEqual(question, wanted(state))) return;
    become((top) =>
      "trouble" in answer
        ? troubled(top, answer.trouble, clock())
        : listed(top, { ...answer.body, at: clock() }),
    );
  });
  const askForExplanation = oneByOne(async () => {
    const { view } = state;
    if (view.kind !== "explain") return;
    const answer = await askExplanation(options, view.id);
    become((top) => explained(top, view.id, "body" in answer ? answer.body : answer));
  });
  const become = (change: (top: Top) => Top): void => {
    const before = state;
    state = change(before);
    changed(state);
    if (!isDeepStrictEqual(wanted(before), wanted(state))) askForList();
    if (explainedId(state) !== explainedId(before)) askForExplanation();
  };
  return {
    state: () => state,
    become,
    askAll: () => {
      askForList();
      askForExplanation();
    },
  };
}

const explainedId = ({ view }: Top): string | undefined => (view.kind === "explain" ? view.id : undefined);
