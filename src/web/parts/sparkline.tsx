import { formatPercent } from "../../model/decimals.ts";
import { linePath, lineScale } from "./sparkline-path.ts";

const width = 96;
const height = 22;

/** What was left of a budget, step by step: the frame is the whole budget, and what goes below it was overspent. */
export function Sparkline({ left, label }: { left: readonly number[]; label: string }) {
  const last = left.at(-1);
  if (last === undefined) return null;
  const scale = lineScale(left, height);
  const words = `${label}: ${last < 0 ? "none" : formatPercent(last)} left`;
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
      <title>{words}</title>
      <line class="none-left" x1="0" x2={width} y1={scale(0)} y2={scale(0)} />
      <path d={linePath(left, { width, scale })} />
    </svg>
  );
}
