import { timestamp, type Timestamp } from "../../../src/model/units.ts";
import type { Decide, Desk } from "../../../src/runtime/governance/desk.ts";
import { type DeskPorts, openDesk } from "../../../src/runtime/governance/open-desk.ts";

export const someTime = timestamp(1_790_000_000);

export const deskOver = (journal: DeskPorts["journal"], now: () => Timestamp = () => someTime): Desk =>
  openDesk({ journal, now, pause: async () => undefined, wait: () => new Promise((go) => setImmediate(go)) });

/** Takes one of a limited number of seats: whether there is one left hangs on what everybody else did. */
export const takeSeat =
  (who: string, seats: number): Decide<{ taken: number }> =>
  (state, { now, newId }) =>
    state.tokens.size >= seats
      ? { refused: "conflict", message: `all ${seats} seats are taken` }
      : {
          events: [
            {
              at: now,
              actor: who,
              kind: "token-created",
              subject: newId("tk"),
              payload: { subject: who, roles: ["viewer"], groups: [], services: [], hash: "00" },
            },
          ],
          answer: { taken: state.tokens.size + 1 },
        };
