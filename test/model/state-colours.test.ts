import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { paperColours, stateColours, type Themed } from "../../src/model/state-colours.ts";

const tokens = readFileSync("src/web/style/tokens.css", "utf8");
const all: readonly (readonly [string, Themed])[] = Object.entries({ ...stateColours, ...paperColours });

/** As WCAG 2 defines it, from the relative luminance of both. */
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("the colours of states", () => {
  it.each(all)("are the page's own: %s", (name, { light, dark }) => {
    expect(tokens).toContain(`  --${name}: light-dark(${light}, ${dark});\n`);
  });

  it.each(["light", "dark"] as const)(
    "can be read as text on the ground and on what is raised: %s",
    (theme) => {
      const grounds = [paperColours.ground, paperColours.raised];
      const faint = Object.entries({ ...stateColours, ink: paperColours.ink, quiet: paperColours.quiet })
        .flatMap(([name, colour]) =>
          grounds.map((ground) => [name, contrast(colour[theme], ground[theme])] as const),
        )
        .filter(([, ratio]) => ratio < 4.5);
      expect(faint).toEqual([]);
    },
  );
});
