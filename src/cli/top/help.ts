import type { Look } from "../terminal/look.ts";
import { cut } from "../terminal/width.ts";

const keys: readonly (readonly [keys: string, what: string])[] = [
  ["↑ ↓  j k", "move"],
  ["PgUp PgDn", "a page up or down; space goes down, too"],
  ["Home End  g G", "to the first, to the last"],
  ["enter", "why this SLO's number is what it is; esc comes back"],
  ["/", "only SLOs whose id, description or owner holds a text; esc gives it up"],
  ["s b l n", "order: by state, burn, what is left, name"],
  ["? h", "this help; any key comes back"],
  ["q  Ctrl-C", "quit"],
];

export const helpLines = ({ ink, width }: Look): string[] => [
  ink("bold", cut("nines top", width)),
  "",
  ...keys.map(([key, what]) => cut(`  ${key.padEnd(15)}${what}`, width)),
  "",
  ...[
    "The bar's full width is the error budget; what is filled is consumed, ▓ is overspent.",
    "▲ beside a burn: a page rings. left: how long the budget lasts at that burn.",
  ].map((line) => cut(line, width)),
];
