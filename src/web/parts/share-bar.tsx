import { formatPercent } from "../../model/decimals.ts";

/** A share as a small bar with its number; what runs past a whole fills the bar, and the number tells. */
export function ShareBar({ share, label }: { share: number; label: string }) {
  return (
    <span class="with-bar share">
      <svg class="bar" viewBox="0 0 100 14" preserveAspectRatio="none" role="img" aria-label={label}>
        <rect class="whole" x="0" y="3" width="100" height="8" />
        <rect class="filled" x="0" y="3" width={Math.min(share, 1) * 100} height="8" />
      </svg>
      <span class="number">{formatPercent(share)}</span>
    </span>
  );
}
