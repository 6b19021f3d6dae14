import { isLoopback, type Settings } from "../../config/settings.ts";

/** The names that requests may ask for, and the origin that browsers see behind a proxy. */
export function namesOf({ allowedHosts, listen: { host }, publicUrl }: Settings) {
  const url = publicUrl === undefined ? undefined : new URL(publicUrl);
  return {
    allowedHosts: [...allowedHosts, host, url?.hostname ?? ""].filter((name) => name !== ""),
    ...(url !== undefined && { publicOrigin: url.origin }),
  };
}

type Reach = Pick<Settings, "insecureNoAuth" | "listen" | "publicUrl">;

/** A public address means that others come through a proxy: then loopback is not the operator alone. */
export const readsAreOpen = ({ insecureNoAuth, listen, publicUrl }: Reach): boolean =>
  insecureNoAuth || (isLoopback(listen) && publicUrl === undefined);
