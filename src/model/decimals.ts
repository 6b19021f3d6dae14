import { ratio, tidy, type Ratio } from "./units.ts";

/** An objective keeps the text people wrote; its two ratios are exact decimals of that text. */
export interface Objective {
  /** As written, for example `99.95%`. */
  text: string;
  ratio: Ratio;
  /** 1 − ratio: the share of events that may be bad. */
  budget: Ratio;
}

const percentShape = /^(\d{1,3})(?:\.(\d{1,7}))?%$/;

/** `0.5%` → 0.005, by shifting the decimal point in the text, so that no binary rounding creeps in. */
export function parsePercent(text: string): Ratio | undefined {
  const match = percentShape.exec(text);
  if (match === null) return undefined;
  const [, whole = "", fraction = ""] = match;
  const value = Number(`${whole}${fraction}e-${fraction.length + 2}`);
  return value <= 1 ? ratio(value) : undefined;
}

/** The objective of a percent text; undefined when it is no percentage, or is 0 % or 100 %. */
export function parseObjective(text: string): Objective | undefined {
  const part = parsePercent(text);
  if (part === undefined || part <= 0 || part >= 1) return undefined;
  return { text, ratio: part, budget: ratio(1 - part) };
}

/**
 * 0.912 → `91.2 %`: three significant digits, at least the whole percent, as people read budgets. What is cut off is
 * never rounded up: "90 %" beside a state that begins there would say that the state is wrong.
 */
export function formatPercent(value: number): string {
  const percent = tidy(value * 100);
  const digits = Math.abs(percent) >= 100 ? 0 : Math.abs(percent) >= 10 ? 1 : 2;
  const text = (Math.floor(tidy(percent * 10 ** digits)) / 10 ** digits).toFixed(digits);
  return `${digits > 0 ? text.replace(/\.?0+$/, "") : text} %`;
}
