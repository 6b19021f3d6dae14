const escape = "\u001b[";

/**
 * The alternate screen, so that what stood there before comes back. No cursor, and no wrapping: a long line ends at
 * the window's edge instead of pushing others out of it.
 */
export const alternate = {
  enter: `${escape}?1049h${escape}?25l${escape}?7l`,
  leave: `${escape}?7h${escape}?25h${escape}?1049l`,
  clear: `${escape}2J`,
};

/** Only rows that differ are drawn, so that what someone has selected to copy stays selected. */
export function changes(before: readonly string[], rows: readonly string[]): string {
  const row = (text: string, index: number): string =>
    before[index] === text ? "" : `${escape}${index + 1};1H${text}${escape}K`;
  const below = before.length === rows.length ? "" : `${escape}${rows.length + 1};1H${escape}J`;
  return rows.map(row).join("") + below;
}
