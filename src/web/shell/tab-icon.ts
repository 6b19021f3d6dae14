import { type State, states } from "../../model/policy.ts";
import { stateColours } from "../../model/state-colours.ts";

/** As on the page: a disc that fills up, a square when the budget is gone. */
const shapes: Readonly<Record<State, string>> = {
  healthy: '<circle cx="8" cy="8" r="6"/>',
  watch: '<path d="M8 8V1A7 7 0 0 1 15 8Z"/>',
  caution: '<path d="M8 1A7 7 0 0 1 8 15Z"/>',
  restricted: '<path d="M8 8V1A7 7 0 1 1 1 8Z"/>',
  frozen: '<rect x="1" y="1" width="14" height="14"/>',
  unknown: "",
};

const rim = (state: State): string => {
  if (state === "healthy" || state === "frozen") return "";
  const dashes = state === "unknown" ? ' stroke-dasharray="3 2.4"' : "";
  return `<circle cx="8" cy="8" r="6.8" fill="none" stroke-width="2"${dashes}/>`;
};

/** The icon of the tab: a state, dark enough for a light bar and light enough for a dark one. */
export function tabIcon(state: State): string {
  const { light, dark } = stateColours[state];
  const style = `svg{fill:${light};stroke:${light}}@media(prefers-color-scheme:dark){svg{fill:${dark};stroke:${dark}}}path,rect{stroke:none}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><style>${style}</style>${shapes[state]}${rim(state)}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const worstToBest: readonly State[] = [...states].reverse().filter((state) => state !== "unknown");

/** The worst state that any SLO is in; `unknown` only where nothing better can be said of any. */
export function worstOf(counts: Readonly<Record<State, number>>): State | undefined {
  const worst = worstToBest.find((state) => counts[state] > 0);
  if (worst === undefined || worst === "healthy" || worst === "watch")
    return counts.unknown > 0 ? "unknown" : worst;
  return worst;
}
