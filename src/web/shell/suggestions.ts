import type { OverviewServiceBody } from "../../http/schemas/overview.ts";
import type { State } from "../../model/policy.ts";

/** A place that the search leads to. */
export interface Suggestion {
  href: string;
  name: string;
  what: string;
  state?: State;
}

const most = 10;
const slosPerService = 3;

/** Services whose own name fits come before SLOs; what is left of the list is one step away. */
export function suggestionsOf(
  text: string,
  items: readonly OverviewServiceBody[],
  matches: number,
): readonly Suggestion[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const services = items
    .filter(({ service }) => service.toLowerCase().includes(wanted))
    .map(({ service, environment, state }) => ({
      href: `/services/${encodeURIComponent(service)}`,
      name: service,
      what: `service, ${environment}`,
      state,
    }));
  const slos = items.flatMap((item) =>
    item.slos.slice(0, slosPerService).map(({ id, state }) => ({
      href: `/slos/${encodeURIComponent(id)}`,
      name: id,
      what: item.owner ?? "",
      state,
    })),
  );
  const all: Suggestion = {
    href: `/?${new URLSearchParams({ q: text.trim() }).toString()}`,
    name: matches === 0 ? `Nothing fits “${text.trim()}”` : `All that fit “${text.trim()}”`,
    what: "overview",
  };
  return [...[...distinct(services).slice(0, 4), ...slos].slice(0, most - 1), all];
}

/** A service of several environments is one place, as its worst environment stands. */
const distinct = (all: readonly Suggestion[]): readonly Suggestion[] =>
  [...new Map(all.toReversed().map((each) => [each.href, each])).values()].reverse();
