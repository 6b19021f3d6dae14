import type { Announcement } from "../../../../src/governance/notices/notice.ts";

/** What people read, in the order in which they read it. */
export const told = (said: Announcement | undefined): string[] =>
  said === undefined ? [] : [said.what, said.why, said.means, said.next];
