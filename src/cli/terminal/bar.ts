import { formatPercent } from "../../model/decimals.ts";

const usual = 10;

/** What is overspent is drawn up to three tenths of the budget. */
const beyond = (cells: number): number => Math.max(1, Math.round(0.3 * cells));

/**
 * The budget bar: full width is the budget, the filled part is what is consumed, and overspend runs past the
 * end hatched, at most three tenths of the budget. Always the same width, so that bars align. A budget with anything
 * left never looks full.
 */
export function budgetBar(consumed: number, cells = usual): string {
  const share = Math.max(0, consumed);
  const most = beyond(cells);
  const filled = share >= 1 ? cells : Math.min(cells - 1, Math.round(share * cells));
  const over = share > 1 ? Math.min(most, Math.ceil((share - 1) * cells - 1e-9)) : 0;
  const body = "█".repeat(filled) + "░".repeat(cells - filled);
  return `▕${body}▏${"▓".repeat(over)}${" ".repeat(most - over)}`;
}

/** In the place of the bar when there is no number: a dashed outline, as wide as a bar. */
export const unknownBar = (cells = usual): string => `▕${"╌".repeat(cells)}▏${" ".repeat(beyond(cells))}`;

/** `▕██████░░░░▏ 62 %` on a line of its own, where nothing has to align. */
export const budgetGauge = (consumed: number): string =>
  `${budgetBar(consumed).trimEnd()} ${formatPercent(consumed)}`;
