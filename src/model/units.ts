declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** A share between 0 and 1. */
export type Ratio = Unit<"ratio">;
export type Seconds = Unit<"seconds">;
/** How many times faster than "exactly all of it by the end of the window" the error budget is spent. */
export type BurnRate = Unit<"burn rate">;
/** Seconds since 1970-01-01T00:00:00Z, as Prometheus counts them. */
export type Timestamp = Unit<"timestamp">;

/** Nine decimals: finer than any objective, coarse enough to hide binary noise in written files. */
export const tidy = (value: number): number => Math.round(value * 1e9) / 1e9;

/** @throws RangeError outside 0…1 */
export const ratio = (value: number): Ratio => {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`a ratio lies between 0 and 1, got ${value}`);
  return tidy(value) as Ratio;
};

/** 1 − part, for written values; measured numbers are never rounded. */
export const complement = (part: Ratio): Ratio => ratio(1 - part);

export const seconds = (value: number): Seconds => value as Seconds;
export const burnRate = (value: number): BurnRate => value as BurnRate;
/** Whether it is a moment that a calendar knows: from 1970 to the year 9999. */
export const isTime = (value: number): boolean => value >= 0 && value < 253_402_300_800;
export const timestamp = (value: number): Timestamp => value as Timestamp;

/**
 * A number as text for rule files and messages: `0.001`, never `0.0009999999999999432` and never `1e-7`,
 * which every PromQL dialect and every reader understands.
 */
export const plain = (value: number): string => {
  const text = String(tidy(value));
  return text.includes("e")
    ? tidy(value)
        .toFixed(9)
        .replace(/\.?0+$/, "")
    : text;
};
