import type { RunBody } from "../../../http/schemas/journey.ts";

type Result = RunBody["steps"][number]["result"];

const shapes: Readonly<Record<Result, string>> = {
  passed: "✓",
  degraded: "≈",
  failed: "✗",
  internal: "◌",
  skipped: "–",
};

/** How a run or a step ended, as shape, word and colour. */
export function ResultMark({ result }: { result: Result }) {
  return (
    <span class={`result is-${result}`}>
      <span aria-hidden="true">{shapes[result]}</span> {result}
    </span>
  );
}

/** Why a run did not pass, where its result does not say so already. */
export function Reason({ of: run }: { of: Pick<RunBody, "result" | "reason"> | undefined }) {
  return run?.reason === undefined || run.reason === run.result ? null : (
    <span class="quiet">{run.reason}</span>
  );
}

interface StripProps {
  /** Newest first. */
  runs: readonly { id: string; at: string; result: Result }[];
}

const mostShown = 60;

/** The last runs as a row of marks, oldest on the left: what failed is taller as well as of another colour. */
export function Strip({ runs }: StripProps) {
  const shown = runs.slice(0, mostShown).toReversed();
  const good = shown.filter(({ result }) => result === "passed" || result === "degraded").length;
  return (
    <svg
      class="strip"
      viewBox={`0 0 ${mostShown * 4} 20`}
      role="img"
      aria-label={`${good} of the last ${shown.length} runs got through`}
    >
      {shown.map(({ id, result }, index) => {
        const tall = result === "failed" ? 20 : result === "passed" ? 10 : 14;
        const x = (mostShown - shown.length + index) * 4;
        return <rect key={id} class={`is-${result}`} x={x} y={20 - tall} width="3" height={tall} />;
      })}
    </svg>
  );
}
