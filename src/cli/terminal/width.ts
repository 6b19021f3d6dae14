import stringWidth from "string-width";

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Columns that a terminal needs: colour codes take none, letters of East Asia and most emoji take two. */
export const widthOf = (text: string): number => (isPlain(text) ? text.length : stringWidth(text));

export const padTo = (text: string, width: number, align: "left" | "right" = "left"): string => {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "right" ? space + text : text + space;
};

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Text without colours, in at most so many columns; a cut is shown. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return `${begin(text, width - 1)}…`;
}

/** As much of a text without colours as fits. */
export function begin(text: string, width: number): string {
  let kept = "";
  let taken = 0;
  for (const { segment } of letters.segment(text)) {
    taken += widthOf(segment);
    if (taken > width) break;
    kept += segment;
  }
  return kept;
}
