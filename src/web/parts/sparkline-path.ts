/** A pixel of room, so that the line is as thick at its ends as elsewhere. */
const margin = 1.5;
/** What was overspent by more than this runs along the lower edge. */
const deepest = -1;

export type Scale = (left: number) => number;

/** From shares of a budget to pixels from above: a whole budget on top, and always the place where none is left. */
export function lineScale(left: readonly number[], height: number): Scale {
  const lowest = Math.max(deepest, Math.min(0, ...left));
  const room = height - 2 * margin;
  return (share) => margin + room * ((1 - Math.max(lowest, Math.min(1, share))) / (1 - lowest));
}

const tidy = (pixel: number): string => pixel.toFixed(1).replace(".0", "");

/** A line that begins with a whole budget and goes on in equal steps. */
export function linePath(left: readonly number[], { width, scale }: { width: number; scale: Scale }): string {
  const points = [1, ...left];
  return points
    .map(
      (share, index) =>
        `${index === 0 ? "M" : "L"}${tidy((index * width) / (points.length - 1))} ${tidy(scale(share))}`,
    )
    .join("");
}
