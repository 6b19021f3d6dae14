/** As wide as a terminal is without being asked. */
export const lineWidth = 80;

/**
 * Breaks a text into lines that fit beside an indentation; a word longer than a line stands on its own, unbroken, so
 * that ids and links can be copied. Line ends in the text are kept.
 */
export function wrap(text: string, indent = "", width = lineWidth): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(/\s+/).filter((each) => each !== "")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && Array.from(indent + longer).length > width) {
        lines.push(indent + line);
        line = word;
      } else line = longer;
    }
    return [...lines, indent + line];
  });
}

/** `reason    the tax law …`, continued below its own beginning. */
export function labelled(label: string, text: string, labelWidth: number): string[] {
  const indent = "  ";
  const [first = "", ...rest] = wrap(text, indent + " ".repeat(labelWidth));
  return [`${indent}${label.padEnd(labelWidth)}${first.trimStart()}`, ...rest];
}
