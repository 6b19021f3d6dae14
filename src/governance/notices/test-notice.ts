import type { Timestamp } from "../../model/units.ts";
import type { Notice } from "./notice.ts";

/** What a person sends to see whether a channel works; it is in no journal. */
export const testNotice = (channel: string, by: string, at: Timestamp): Notice => ({
  id: `no-test-${Math.round(at * 1_000)}`,
  at,
  actor: by,
  kind: "test",
  subject: channel,
  what: `this is a test of the channel ${channel}`,
  why: `${by} asked for it`,
  means: "announcements reach you here",
  next: "nothing is to be done",
  facts: {},
});
