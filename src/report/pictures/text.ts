/**
 * How wide letters are, in thousandths of their size, in the sans-serif that most browsers of any system fall back to
 * or nearly: what is written with it is told to be exactly so wide (`textLength`), so that no font of any machine can
 * push a text out of its place.
 */
const widths: readonly (readonly [width: number, letters: string])[] = [
  [199, "\u2009"],
  [285, "'ijlIJ"],
  [317, " ,.·"],
  [336, "/:;\\|"],
  [352, "f"],
  [360, "-"],
  [390, "()[]t"],
  [400, "!"],
  [411, "r"],
  [459, '"'],
  [500, "*_`–"],
  [522, "sz"],
  [530, "?"],
  [553, "cL"],
  [575, "Fk"],
  [591, "vxy"],
  [610, "PTYoae"],
  [634, "EhnuSbdgpq$0123456789{}"],
  [655, "K"],
  [685, "AVXZBRC"],
  [740, "UNH"],
  [773, "DG&"],
  [787, "OQ"],
  [837, "#+<=>^~×−w"],
  [862, "M"],
  [974, "%mW"],
  [1000, "@…"],
];

const widthOfLetter: ReadonlyMap<string, number> = new Map(
  widths.flatMap(([width, letters]) => Array.from(letters, (letter) => [letter, width] as const)),
);

/** Letters that nobody measured take as much as the widest. */
const unmeasured = 1_000;
const bolder = 1.11;

/** Width of a text in the unit of its size. */
export function textWidth(text: string, size: number, isBold = false): number {
  const sum = Array.from(text).reduce(
    (total, letter) => total + (widthOfLetter.get(letter) ?? unmeasured),
    0,
  );
  return Math.ceil(((isBold ? bolder : 1) * sum * size) / 1_000);
}

/** As much of a text as fits, a cut shown. */
export function fitted(text: string, size: number, width: number, isBold = false): string {
  const letters = Array.from(text);
  if (textWidth(text, size, isBold) <= width) return text;
  while (letters.length > 0 && textWidth(`${letters.join("")}…`, size, isBold) > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Names come from elsewhere: they must not become markup, and what XML cannot hold is shown as missing. */
export const escaped = (text: string): string =>
  text
    .replaceAll(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "\ufffd",
    )
    .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
