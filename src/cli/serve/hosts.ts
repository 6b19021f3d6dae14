import type { Settings } from "../../config/settings.ts";

/** The names that requests may ask for, and the origin that browsers see behind a proxy. */
export function namesOf({ allowedHosts, listen: { host }, publicUrl }: Settings) {
  const url = publicUrl === undefined ? undefined : new URL(publicUrl);
  return {
    allowedHosts: [...allowedHosts, host, url?.hostname ?? ""].filter((name) => name !== ""),
    ...(url !== undefined && { publicOrigin: url.origin }),
  };
}
