import type { State } from "../../model/policy.ts";
import { stateWedges as wedges } from "../../model/state-colours.ts";

export function Shape({ state }: { state: State }) {
  if (state === "frozen") return <rect x="2" y="2" width="12" height="12" fill="currentColor" />;
  if (state === "healthy") return <circle cx="8" cy="8" r="5.5" fill="currentColor" />;
  const dashes = state === "unknown" ? "3 2.4" : undefined;
  return (
    <>
      <circle
        cx="8"
        cy="8"
        r="6.5"
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
        stroke-dasharray={dashes}
      />
      {wedges[state] !== undefined && <path d={wedges[state]} fill="currentColor" />}
    </>
  );
}

const isLoud = (state: State): boolean => state !== "healthy" && state !== "unknown";

/** Shape, word and colour: never colour alone. `text` replaces the word where it stands elsewhere, for eyes only. */
export function StateMark({ state, text }: { state: State; text?: string }) {
  return (
    <span class={`state is-${state}${isLoud(state) ? " loud" : ""}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <Shape state={state} />
      </svg>
      <span>{text ?? state}</span>
    </span>
  );
}

/** The shape alone, its word for those who hear the page. */
export function StateShape({ state }: { state: State }) {
  return (
    <span class={`state is-${state}`} title={state}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <Shape state={state} />
      </svg>
      <span class="unseen">{state}</span>
    </span>
  );
}
