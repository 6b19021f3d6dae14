import type { WrittenSlo } from "./kinds/service.ts";
import type { Place } from "./source.ts";

/** The keys of an SLO that data may have something to say about. */
export type Spot =
  "name" | "sli" | "part" | "total" | "presence" | "objective" | "window" | "groupBy" | "scrapeInterval";

export type Places = Readonly<Record<Spot, Place>>;

/** Where each of them stands; what nobody wrote is spoken of at the name. */
export function placesOf({ name, sli, keys }: WrittenSlo): Places {
  const at = (key: keyof typeof keys): Place => keys[key] ?? name.place;
  const [part, total] = sli.queries;
  return {
    name: name.place,
    sli: sli.place,
    part: part?.place ?? sli.place,
    total: total?.place ?? sli.place,
    presence: at("presence"),
    objective: at("objective"),
    window: at("window"),
    groupBy: at("groupBy"),
    scrapeInterval: at("scrapeInterval"),
  };
}
