import type { State } from "../../model/policy.ts";
import { paperColours, stateColours } from "../../model/state-colours.ts";
import { shape, sheet, styled, type Theme, written } from "./drawing.ts";
import { fitted, textWidth } from "./text.ts";

/** `checkout availability | 91 % spent · restricted` */
export interface Badge {
  label: string;
  message: string;
  state: State;
}

const size = 11;
const height = 20;
const side = 7;
const shapeSize = 11;
/** A badge stands among others in one line of a README. */
const longest = { label: 300, message: 300 } as const;

const labelPaint = { light: "#4a535e", dark: paperColours.line.dark };
const labelText = { light: paperColours.ground.light, dark: paperColours.ink.dark };

export function badgeSvg({ label, message, state }: Badge, theme: Theme = "auto"): string {
  const [left, right] = [fitted(label, size, longest.label), fitted(message, size, longest.message)];
  const split = textWidth(left, size) + 2 * side;
  const width = split + side + shapeSize + 4 + textWidth(right, size) + side;
  return sheet({ width, height, title: `${label}: ${message}` }, [
    styled(
      [
        [".l", "fill", labelPaint],
        [".t", "fill", labelText],
        [".s", "fill", stateColours[state]],
        [".m", "fill", paperColours.ground],
        [".m-line", "stroke", paperColours.ground],
      ],
      theme,
    ),
    `<clipPath id="r"><rect width="${width}" height="${height}" rx="4"/></clipPath>`,
    `<g clip-path="url(#r)"><rect class="l" width="${split}" height="${height}"/><rect class="s" x="${split}" width="${width - split}" height="${height}"/></g>`,
    written(left, side, 14, { size, className: "t" }),
    shape(state, split + side, (height - shapeSize) / 2, shapeSize, "m"),
    written(right, split + side + shapeSize + 4, 14, { size, className: "m" }),
  ]);
}
