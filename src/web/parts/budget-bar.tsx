import { useId } from "preact/hooks";
import { formatPercent } from "../../model/decimals.ts";
import type { State } from "../../model/policy.ts";

/** The budget is 100 wide; a fifth more is there for what was overspent. */
const whole = 100;
const widest = 120;

interface BarProps {
  state: State;
  /** Share of the budget; absent when nothing is known of it. */
  consumed?: number | undefined;
  adjusted?: number | undefined;
  /** Thresholds of the policy, as shares. */
  ticks?: readonly number[];
}

/** Full width is the budget, the filled part is consumed; what was overspent runs past the end, hatched. */
export function BudgetBar({ state, consumed, adjusted, ticks = [0.5, 0.75, 0.9] }: BarProps) {
  const hatch = useId();
  const share = (consumed ?? 0) * whole;
  const over = Math.min(Math.max(share - whole, 0), widest - whole);
  const words =
    consumed === undefined ? "budget not known" : `${formatPercent(consumed)} of the budget consumed`;
  return (
    <svg
      class={`bar is-${state}`}
      viewBox={`0 0 ${widest} 14`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      <rect class="whole" x="0" y="1" width={whole} height="12" />
      <rect class="spent" x="0" y="1" width={Math.min(share, whole)} height="12" />
      {over > 0 && (
        <>
          <pattern
            id={hatch}
            width="3"
            height="14"
            patternUnits="userSpaceOnUse"
            patternTransform="skewX(-20)"
          >
            <line class="over" x1="1" y1="0" x2="1" y2="14" stroke-width="1.2" />
          </pattern>
          <rect x={whole} y="1" width={over} height="12" fill={`url(#${hatch})`} />
        </>
      )}
      <path class="tick" d={ticks.map((tick) => `M${tick * whole} 1V13`).join("")} />
      <line class="edge" x1={whole} x2={whole} y1="0" y2="14" />
      {adjusted !== undefined && (
        <rect class="adjusted" x="0" y="12" width={Math.min(adjusted * whole, widest)} height="2" />
      )}
    </svg>
  );
}
