import { data } from "./data.ts";
import { kubernetes } from "./kubernetes.ts";
import { proxies } from "./proxies.ts";
import { resilience } from "./resilience.ts";
import { web } from "./web.ts";

/** Every template that comes with nines, each a YAML document that a team may copy and change. */
export const catalogueTexts: readonly string[] = [...web, ...proxies, ...kubernetes, ...data, ...resilience];
