import type { Message } from "../governance/notices/notice.ts";
import type { Seconds } from "../model/units.ts";

/** What became of one attempt to deliver. A reason never holds an address that is a secret, nor what a receiver said. */
export type Delivery =
  | { kind: "delivered" }
  /** The receiver will not take this message; others it may. */
  | { kind: "refused"; reason: string }
  /** Nobody was there, or not willing just now. `after`: when to ask again, where the receiver said so. */
  | { kind: "failed"; reason: string; after?: Seconds };

/** A way to whoever is told. Never throws. */
export interface Channel {
  name: string;
  /** Read by people, who want a flood as one message. */
  digests: boolean;
  deliver: (message: Message) => Promise<Delivery>;
  close: () => Promise<void>;
}
