import type { Settings } from "../../../config/settings.ts";
import type { Places } from "../../../http/deps.ts";

/** Where the page links to: what browsers reach may be another address than what nines asks. */
export const placesOf = ({ sources, sourceUrl, grafanaUrl, grafana }: Settings): Places => {
  const boards = grafanaUrl ?? grafana?.url;
  return {
    prometheus: new Map(sources.map(({ name, url, link = url }) => [name, link.replace(/\/+$/, "")])),
    ...(sourceUrl !== undefined && { source: sourceUrl }),
    ...(boards !== undefined && { grafana: boards }),
  };
};
