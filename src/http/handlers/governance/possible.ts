import { type Act, isRefusal } from "../../../governance/act.ts";

/** Each thing that could be done with something, tried without being recorded. */
export type Attempts<Action extends string> = Readonly<Record<Action, () => Act<unknown>>>;

/** What stands for the words of an attempt: that they are wanted is no reason that it could not be done. */
export const why = "asked beforehand";

/** What would come to something now: each command is pure, so it is simply asked. */
export const possible = <Action extends string>(
  actions: readonly Action[],
  attempts: Attempts<Action>,
): Action[] =>
  actions.filter((action) => {
    const act = attempts[action]();
    return !isRefusal(act) && act.events.length > 0;
  });
