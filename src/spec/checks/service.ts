import type { WrittenService } from "../kinds/service.ts";
import type { Report } from "../report.ts";

/** An alert without an owner wakes nobody in particular. */
export function checkService({ metadata }: WrittenService, owner: string | undefined, report: Report): void {
  if (owner !== undefined) return;
  const message = `nobody owns ${metadata.name.value}: its alerts can be routed to no team`;
  report(
    "missing-owner",
    metadata.name.place,
    message,
    "add `owner:` to its metadata or to the folder's Defaults",
  );
}
