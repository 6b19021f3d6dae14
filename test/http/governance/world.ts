import type { Express } from "express";
import type { Journal } from "../../../src/governance/journal.ts";
import type { Timestamp } from "../../../src/model/units.ts";
import { openDesk } from "../../../src/runtime/governance/open-desk.ts";
import type { Desk } from "../../../src/runtime/governance/desk.ts";
import type { Snapshot } from "../../../src/runtime/snapshot.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import { type Held, held, knowing } from "../../support/people.ts";
import { judged, later, policyOf, serviceOf, snapshotOf } from "../../support/snapshots.ts";
import { type Answer, appWith, get, send } from "../support/app.ts";

/** A frozen service whose policy asks for one of its owners and one of SRE, and people of every kind. */
export interface GovernedApp {
  app: Express;
  journal: Journal;
  desk: Desk;
  /** Whatever the time is, for everybody; set by the test. */
  clock: { now: Timestamp };
  as: (who: Who) => {
    get: (path: string) => Promise<Answer>;
    post: (path: string, body?: object, key?: string) => Promise<Answer>;
    put: (path: string, body?: object) => Promise<Answer>;
  };
}

const people = {
  alice: held({ subject: "alice@example.org", roles: ["requester"] }),
  bob: held({ subject: "bob@example.org", roles: ["approver"], groups: ["team-shop"] }),
  carol: held({ subject: "carol@example.org", roles: ["approver"], groups: ["sre"] }),
  auditor: held({ subject: "auditor@example.org", roles: ["auditor"] }),
  ci: held({ subject: "deploy-bot", roles: ["machine"], services: ["checkout"] }),
} as const satisfies Record<string, Held>;
export type Who = keyof typeof people;

const policy = policyOf({ quorum: { restricted: ["owner", "sre"], frozen: ["owner", "sre"] } });

export const frozenShop = (): Snapshot =>
  snapshotOf([judged({ consumed: 1.18, policy })], {
    services: new Map([["checkout", serviceOf("checkout", { owner: "team-shop" })]]),
    policies: new Map([[policy.name, policy]]),
  });

export async function governedApp(snapshot: Snapshot = frozenShop()): Promise<GovernedApp> {
  const clock = { now: later("10s") };
  const journal = openMemoryJournal();
  const desk = openDesk({ journal, now: () => clock.now, pause: async () => undefined });
  await desk.refresh();
  const app = appWith(snapshot, {
    desk,
    governance: desk.state,
    now: () => clock.now,
    people: knowing(Object.values(people), { now: () => clock.now }),
  });
  return {
    app,
    journal,
    desk,
    clock,
    as: (who) => {
      const { headers } = people[who];
      return {
        get: (path) => get(app, path, headers),
        post: (path, body = {}, key) =>
          send(app, "post", path, { ...headers, ...(key !== undefined && { "idempotency-key": key }) }, body),
        put: (path, body = {}) => send(app, "put", path, headers, body),
      };
    },
  };
}

export const request = (changes: object = {}) => ({
  service: "checkout",
  environments: ["production"],
  change: { sha: "4f2a91c" },
  reason: { category: "legal", text: "the tax law changes at midnight" },
  businessImpact: "invoices would be wrong",
  risk: "one more deploy on a weak day",
  rollbackPlan: "redeploy 3e1b07a",
  ...changes,
});
