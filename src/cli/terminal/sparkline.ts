const heights = "▁▂▃▄▅▆▇█";

/** One character a value: a dot for 0, else from the lowest line to a full block for the greatest. */
export function sparkline(values: readonly number[]): string {
  const greatest = Math.max(...values, 0);
  const height = (value: number) => Math.round((value / greatest) * (heights.length - 1));
  return values.map((value) => (value <= 0 ? "·" : (heights[height(value)] ?? "·"))).join("");
}
