import { formatPercent } from "../../model/decimals.ts";

const cells = 10;
const overspendCells = 3;

/**
 * The budget bar: full width is the budget, the filled part is what is consumed, and overspend runs past the
 * end hatched, one cell for each tenth of the budget, at most three. Always the same width, so that bars align.
 * A budget with anything left never looks full.
 */
export function budgetBar(consumed: number): string {
  const share = Math.max(0, consumed);
  const filled = share >= 1 ? cells : Math.min(cells - 1, Math.round(share * cells));
  const over = share > 1 ? Math.min(overspendCells, Math.ceil((share - 1) * cells - 1e-9)) : 0;
  const body = "█".repeat(filled) + "░".repeat(cells - filled);
  return `▕${body}▏${"▓".repeat(over)}${" ".repeat(overspendCells - over)}`;
}

/** In the place of the bar when there is no number: a dashed outline, as wide as a bar. */
export const unknownBar = `▕${"╌".repeat(cells)}▏${" ".repeat(overspendCells)}`;

/** `▕██████░░░░▏ 62 %` on a line of its own, where nothing has to align. */
export const budgetGauge = (consumed: number): string =>
  `${budgetBar(consumed).trimEnd()} ${formatPercent(consumed)}`;
