import { styleText } from "node:util";
import { decisionWords, stateShapes } from "../../model/wording.ts";
import type { Decision, State } from "../../model/policy.ts";

type Style = Parameters<typeof styleText>[0];

/** Puts colour on text, or leaves it as it is. */
export type Ink = (style: Style, text: string) => string;

export const plainInk: Ink = (_style, text) => text;

/** Colour only on a terminal, and never against NO_COLOR: `styleText` knows both rules. */
export const inkFor =
  (stream: NodeJS.WritableStream): Ink =>
  (style, text) =>
    styleText(style, text, { stream });

/** Calm by default: a healthy SLO has no colour at all. */
const stateStyles: Readonly<Record<State, Style | undefined>> = {
  healthy: undefined,
  watch: "cyan",
  caution: "yellow",
  restricted: "magenta",
  frozen: ["red", "bold"],
  unknown: "dim",
};

const decisionStyles: Readonly<Record<Decision, Style>> = {
  allow: "green",
  warn: "yellow",
  needs_exception: "magenta",
  deny: ["red", "bold"],
};

export const inState = (ink: Ink, state: State, text: string): string => {
  const style = stateStyles[state];
  return style === undefined ? text : ink(style, text);
};

/** `◕ restricted` */
export const stateMark = (ink: Ink, state: State): string =>
  inState(ink, state, `${stateShapes[state]} ${state}`);

export const decisionMark = (ink: Ink, decision: Decision): string =>
  ink(decisionStyles[decision], decisionWords[decision]);

/**
 * Names and messages come from elsewhere: control characters must not steer the reader's terminal, nor may marks of
 * writing direction let a line read otherwise than it is.
 */
export const printable = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "\ufffd");
