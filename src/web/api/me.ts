import type { IdentityBody } from "../../http/schemas/people.ts";
import { firstPaths } from "../../model/web/first-view.ts";
import { Refusal } from "./client.ts";
import { useResource } from "./resource.ts";

/** As `GET /api/v1/me` answers. */
export interface Me {
  identity?: IdentityBody;
  readsAreOpen: boolean;
  login?: string;
}

/** A token that is not valid any more makes nobody of whoever holds it. */
const refused: Me = { readsAreOpen: false };

/** Who looks at the page, as nines sees it; undefined while that is not known yet. */
export function useMe(): Me | undefined {
  const { data, error } = useResource<Me>(firstPaths.me, { on: ["token"], every: 60_000 });
  return error instanceof Refusal && error.status === 401 ? refused : data;
}

export const may = (me: Me | undefined, ...roles: readonly IdentityBody["roles"][number][]): boolean =>
  me?.identity?.roles.some((role) => roles.includes(role)) ?? false;
