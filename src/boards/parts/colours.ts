import { boardColours } from "../../model/state-colours.ts";
import { defaultThresholds, gradedStates, states, stateRank, type GradedState } from "../../model/policy.ts";
import { stateShapes } from "../../model/wording.ts";
import type { Step, Word } from "../model.ts";

/** One colour whatever the value. */
export const plain = (colour: string = boardColours.ink): readonly Step[] => [{ colour }];

const entered: Readonly<Record<GradedState, number | undefined>> = {
  healthy: undefined,
  ...defaultThresholds,
};

/** Consumed budget in the colours of the states, where the built-in policy enters them. */
export const consumedSteps: readonly Step[] = gradedStates.map((state) => {
  const from = entered[state];
  return { colour: boardColours[state], ...(from !== undefined && { from }) };
});

/** What is left, in the same colours, from the other end. */
export const leftSteps: readonly Step[] = gradedStates.toReversed().map((state, index, all) => {
  const worse = all[index - 1];
  const from = worse === undefined ? undefined : entered[worse];
  return { colour: boardColours[state], ...(from !== undefined && { from: 1 - from }) };
});

/** Above 1 the budget does not last its window; from 14.4 on an hour costs 2 % of a month's. */
export const burnSteps: readonly Step[] = [
  { colour: boardColours.healthy },
  { from: 1, colour: boardColours.watch },
  { from: 6, colour: boardColours.caution },
  { from: 14.4, colour: boardColours.restricted },
];

/** Nothing to see at zero. */
export const alarming = (colour: string = boardColours.restricted): readonly Step[] => [
  { colour: boardColours.quiet },
  { from: 1, colour },
];

/** Good from `from` on. */
export const wanted = (from: number): readonly Step[] => [
  { colour: boardColours.restricted },
  { from, colour: boardColours.healthy },
];

/** Bad from `from` on. */
export const tooMuch = (from: number): readonly Step[] => [
  { colour: boardColours.healthy },
  { from, colour: boardColours.restricted },
];

/** What the rank of a state is called. */
export const stateNames: readonly Word[] = states.map((state) => ({
  value: stateRank(state),
  text: `${stateShapes[state]} ${state}`,
  colour: boardColours[state],
}));

export const openOrClosed: readonly Word[] = [
  { value: 1, text: "✔ open", colour: boardColours.healthy },
  { value: 0, text: "✖ closed", colour: boardColours.restricted },
];

export const firingOrNot: readonly Word[] = [
  { value: 1, text: "▲ firing", colour: boardColours.restricted },
  { value: 0, text: "–", colour: boardColours.quiet },
];
