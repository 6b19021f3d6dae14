const heights = "▁▂▃▄▅▆▇█";

/** One character a value: a dot for 0, else from the lowest line to a full block for the greatest. */
export function sparkline(values: readonly number[]): string {
  const greatest = Math.max(...values, 0);
  const height = (value: number) => Math.round((value / greatest) * (heights.length - 1));
  return values.map((value) => (value <= 0 ? "·" : (heights[height(value)] ?? "·"))).join("");
}

/** How shares of a whole went, in so many characters: a full block for all of it, a dot for nothing left. */
export function shareLine(shares: readonly number[], cells = 10): string {
  const wide = Math.min(cells, shares.length);
  // Each stands for a stretch, by its last: what the line ends with is what is left now.
  const picked = Array.from(
    { length: wide },
    (_, cell) => shares[Math.ceil(((cell + 1) * shares.length) / wide) - 1] ?? 0,
  );
  const height = (share: number) => Math.round(Math.min(share, 1) * (heights.length - 1));
  return picked.map((share) => (share <= 0 ? "·" : (heights[height(share)] ?? "·"))).join("");
}
