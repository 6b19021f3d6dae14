import { createHmac } from "node:crypto";
import request from "supertest";
import { requestException } from "../../../src/governance/exceptions/ask.ts";
import { approveException } from "../../../src/governance/exceptions/answer.ts";
import type { Identity } from "../../../src/governance/people/identity.ts";
import type { GovernanceState } from "../../../src/governance/state.ts";
import type { Act, Occasion } from "../../../src/governance/act.ts";
import { type ForgePeer, createForgeClerk } from "../../../src/runtime/forge-clerk.ts";
import { openDesk } from "../../../src/runtime/governance/open-desk.ts";
import { soleLeader } from "../../../src/runtime/leadership.ts";
import type { Snapshot } from "../../../src/runtime/snapshot.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import { timestamp } from "../../../src/model/units.ts";
import { alice, dora, olga, sam, wanted } from "../../governance/exceptions/scene.ts";
import { appWith } from "../../http/support/app.ts";
import { judged, later, serviceOf, snapshotOf } from "../../support/snapshots.ts";

export const webhookSecret = "what-the-forge-signs-with";

/** checkout comes from GitHub, search from GitLab; both as spent as the test says. */
export const shop = (consumed: number, fastBurn = false): Snapshot =>
  snapshotOf(
    ["checkout", "search"].map((service) => judged({ slo: { service }, consumed, fastBurn })),
    {
      services: new Map([
        [
          "checkout",
          serviceOf("checkout", {
            delivery: [{ kind: "github", repository: "shop/checkout", environments: { prod: "production" } }],
          }),
        ],
        [
          "search",
          serviceOf("search", {
            delivery: [{ kind: "gitlab", repository: "shop/search", environments: { prod: "production" } }],
          }),
        ],
      ]),
    },
  );

/** nines as a forge sees it, over one journal; its clerk can be stopped and started as after a crash. */
export function ninesFor(
  makePeer: (now: () => number) => ForgePeer & { close: () => Promise<void> },
  api = "",
) {
  const clock = { now: later("10s") };
  const journal = openMemoryJournal();
  const desk = openDesk({ journal, now: () => clock.now, pause: async () => undefined });
  const found = { snapshot: shop(0.2) };
  const secret = async () => webhookSecret;
  const app = appWith(undefined, {
    snapshots: { current: () => found.snapshot },
    desk,
    governance: desk.state,
    now: () => clock.now,
    forges: { github: { api, secret }, gitlab: { secret } },
  });
  const peer = makePeer(() => clock.now);
  const start = () => {
    const clerk = createForgeClerk({
      peers: [peer],
      desk,
      snapshots: { current: () => found.snapshot },
      leadership: soleLeader,
      publicUrl: "https://nines.example",
      now: () => clock.now,
      wait: () => new Promise((resolve) => setTimeout(resolve, 2)),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    clerk.start();
    return clerk;
  };
  const deliver = async (forge: "github" | "gitlab", body: object, headers: object = {}) => {
    const text = JSON.stringify(body);
    const hmac = createHmac("sha256", webhookSecret).update(text).digest("hex");
    const signed =
      forge === "github"
        ? {
            "x-hub-signature-256": `sha256=${hmac}`,
            "x-github-event": "deployment_protection_rule",
            "x-github-delivery": "d-1",
          }
        : { "x-gitlab-signature": hmac, "idempotency-key": "d-1" };
    const path = `/api/v1/forges/${forge}${forge === "gitlab" ? "?environment=prod" : ""}`;
    const answered = await request(app)
      .post(path)
      .set({ "content-type": "application/json", ...signed, ...headers })
      .send(text);
    return { status: answered.status, body: answered.body as Record<string, unknown> };
  };
  type Command<Answer> = (state: GovernanceState, occasion: Occasion) => Act<Answer>;
  const act = async <Answer>(command: Command<Answer>): Promise<Answer> => {
    const result = await desk.act(command);
    if (!result.ok) throw new Error(result.message);
    return result.answer;
  };
  const ask = (service: string, sha: string): Promise<{ id: string }> =>
    act((state, occasion) =>
      requestException(state, occasion, alice, { ...wanted, service, change: { sha } }, found.snapshot),
    );
  const approve = async (id: string): Promise<void> => {
    for (const by of [olga, sam, dora] satisfies Identity[])
      await act((state, occasion) => {
        const { requestHash } = state.exceptions.get(id)!;
        return approveException(state, occasion, by, { id, requestHash }, found.snapshot);
      });
  };
  const wait = (by: string): void => {
    clock.now = later(by, clock.now);
    found.snapshot = { ...found.snapshot, finishedAt: timestamp(clock.now) };
  };
  return {
    ...{ clock, journal, desk, found, start, deliver, ask, approve },
    close: peer.close,
    wait,
    /** Time goes by while something is waited for. */
    passing: async (waited: () => Promise<unknown>): Promise<void> => {
      const timer = setInterval(() => wait("1s"), 10);
      try {
        await waited();
      } finally {
        clearInterval(timer);
      }
    },
    requests: () => [...desk.state().forgeRequests.values()],
  };
}
