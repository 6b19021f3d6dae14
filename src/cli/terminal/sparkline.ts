const heights = "▁▂▃▄▅▆▇█";

/** One character a value, from the lowest line for 0 to a full block for the greatest. */
export function sparkline(values: readonly number[]): string {
  const greatest = Math.max(...values, 0);
  const height = (value: number) =>
    value <= 0 ? 0 : Math.max(1, Math.round((value / greatest) * (heights.length - 1)));
  return values.map((value) => heights[height(value)] ?? "").join("");
}
