import type { IdentityBody } from "../../http/schemas/people.ts";
import { useResource } from "./resource.ts";

/** As `GET /api/v1/me` answers. */
export interface Me {
  identity?: IdentityBody;
  readsAreOpen: boolean;
  login?: string;
}

/** Who looks at the page, as nines sees it; undefined while that is not known yet. */
export const useMe = (): Me | undefined =>
  useResource<Me>("/api/v1/me", { on: ["token"], every: 60_000 }).data;

export const may = (me: Me | undefined, ...roles: readonly IdentityBody["roles"][number][]): boolean =>
  me?.identity?.roles.some((role) => roles.includes(role)) ?? false;
