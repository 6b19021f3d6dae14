import type { Announcement, NoticeRoute } from "./notice.ts";

/** The channels that a notice is for, each once: the first route that takes it, and further ones after `continue`. */
export function channelsFor(announcement: Announcement, routes: readonly NoticeRoute[]): readonly string[] {
  const channels = new Set<string>();
  for (const route of routes) {
    if (!takes(route, announcement)) continue;
    for (const channel of route.channels) channels.add(channel);
    if (route.continue !== true) break;
  }
  return [...channels];
}

const takes = (
  { owners, services, environments, kinds }: NoticeRoute,
  { owner, service, environment, kind }: Announcement,
): boolean =>
  isAmong(owners, owner) &&
  isAmong(services, service) &&
  isAmong(environments, environment) &&
  (kinds?.includes(kind) ?? true);

/** A condition on what a notice does not have does not hold. */
const isAmong = (wanted: readonly string[] | undefined, is: string | undefined): boolean =>
  wanted === undefined || (is !== undefined && wanted.includes(is));
