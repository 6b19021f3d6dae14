import type { Timestamp } from "../../model/units.ts";
import type { Loosening } from "./promise.ts";

/** A loosening that keeps the former standing in force. */
export type Held = Loosening & Required<Pick<Loosening, "heldUntil" | "requirement">>;

/** Whether its former standing counts now: it waits for approval, and its time is not over. */
export const isHeld = (loosening: Loosening, now: Timestamp): loosening is Held =>
  loosening.heldUntil !== undefined && loosening.ended === undefined && now < loosening.heldUntil;
