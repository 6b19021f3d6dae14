import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type AlertmanagerServer, startAlertmanager } from "../../../kit/alertmanager.ts";
import { until } from "../../../kit/until.ts";
import { unsaid } from "../../../src/config/sources.ts";
import { cancelWindow } from "../../../src/governance/windows/commands/cancel.ts";
import { changeWindow } from "../../../src/governance/windows/commands/change.ts";
import { createWindow } from "../../../src/governance/windows/commands/create.ts";
import { openSilencing, type Silencing } from "../../../src/cli/serve/silencing.ts";
import type { GovernanceState } from "../../../src/governance/state.ts";
import type { WindowRequest } from "../../../src/governance/windows/window.ts";
import { seconds, timestamp, type Timestamp } from "../../../src/model/units.ts";
import { soleLeader } from "../../../src/runtime/leadership.ts";
import { Registry } from "prom-client";
import {
  accept,
  alice,
  begin,
  factsOf,
  judged,
  occasion,
  requestOf,
} from "../../governance/windows/windows.ts";

interface Silence {
  id: string;
  status: { state: "active" | "pending" | "expired" };
  comment: string;
  createdBy: string;
  startsAt: string;
  endsAt: string;
}

const url = inject("servers").alertmanager;
const hour = 3600;
const now = (): Timestamp => timestamp(Date.now() / 1000);
const facts = factsOf(
  judged({ slo: { groupBy: ["region"] }, groups: [{ group: { region: "eu" }, consumed: 0.1 }] }),
);
const state: GovernanceState = begin();
const logged: string[] = [];
const log = {
  info: (message: string) => void logged.push(message),
  warn: (message: string, given?: object) => void logged.push(`${message} ${JSON.stringify(given)}`),
  error: (message: string) => void logged.push(message),
};

/** Another one after a restart: nothing is remembered but the journal's state. */
const startSilencing = (at = url, leads = true): Silencing =>
  openSilencing(
    { alertmanagers: [{ ...unsaid, name: "main", url: at, retries: 0 }], cycle: seconds(1) },
    {
      governance: () => state,
      leadership: { ...soleLeader, epoch: () => (leads ? 1 : undefined) },
      registry: new Registry(),
      now,
      log,
    },
  );

const silences = async (): Promise<Silence[]> =>
  (await (await fetch(`${url}/api/v2/silences`)).json()) as Silence[];
const liveOf = async (window: string): Promise<Silence[]> =>
  (await silences()).filter(
    (each) => each.status.state !== "expired" && each.comment.includes(`[nines ${window} `),
  );

/** Windows of the test's own, so that other tests' alerts on this Alertmanager go on ringing. */
const create = (changes: Partial<WindowRequest> = {}): string => {
  const schedule = { kind: "once", from: timestamp(now() - hour), to: timestamp(now() + hour) } as const;
  return accept(
    state,
    createWindow(state, occasion(now()), alice, requestOf({ schedule, ...changes }), facts),
  ).id;
};
const ends = ({ endsAt }: Silence): number => Date.parse(endsAt) / 1000;

describe("silences on a real Alertmanager", () => {
  let silencing: Silencing;
  let foreign: string;

  beforeAll(async () => {
    const other = {
      matchers: [{ name: "slo_service", value: "checkout", isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + hour * 1000).toISOString(),
      createdBy: "nines",
      comment: "made by hand",
    };
    const answer = await fetch(`${url}/api/v2/silences`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(other),
    });
    ({ silenceID: foreign } = (await answer.json()) as { silenceID: string });
    silencing = startSilencing();
    silencing.start();
  });
  afterAll(() => silencing.close());

  const one = (window: string, holds: (silence: Silence) => boolean, what: string) =>
    until(
      async () => {
        const found = await liveOf(window);
        return found.length === 1 && holds(found[0]!) ? found[0] : undefined;
      },
      { what: `${window} has one silence that ${what}`, timeout: 15_000 },
    );

  it("are exactly one for each window, running or near, whoever restarts meanwhile", async () => {
    const running = create();
    const near = create({
      schedule: { kind: "once", from: timestamp(now() + hour), to: timestamp(now() + 2 * hour) },
    });
    const far = create({
      schedule: { kind: "once", from: timestamp(now() + 30 * hour), to: timestamp(now() + 31 * hour) },
    });
    const first = await one(running, ({ status }) => status.state === "active", "is active");
    expect((await one(near, ({ status }) => status.state === "pending", "waits")).createdBy).toBe("nines");
    await silencing.close();
    silencing = startSilencing();
    silencing.start();
    await until(() => silencing.status()[0]?.reachable === true, { what: "the next one has looked" });
    expect((await liveOf(running)).map(({ id }) => id)).toEqual([first.id]);
    expect(await liveOf(near)).toHaveLength(1);
    expect(await liveOf(far)).toEqual([]);
  });

  it("are extended in place, and shortened", async () => {
    const from = timestamp(Math.floor(now() - hour));
    const window = create({ schedule: { kind: "once", from, to: timestamp(from + 2 * hour) } });
    const { id } = await one(window, () => true, "is there");
    const till = async (by: number) => {
      const to = timestamp(Math.floor(now() + by));
      const change = { schedule: { kind: "once", from, to } } as const;
      accept(state, changeWindow(state, occasion(now()), alice, { id: window, change }, facts));
      return one(window, (each) => ends(each) === to, `ends in ${by} s`);
    };
    expect((await till(5 * hour)).id).toBe(id);
    expect((await till(hour / 2)).id).toBe(id);
  });

  it("end when their window is cancelled; silences made by hand stay", async () => {
    const window = create();
    await one(window, () => true, "is there");
    accept(state, cancelWindow(state, occasion(now()), alice, { id: window }));
    await until(async () => (await liveOf(window)).length === 0, { what: "it has ended", timeout: 15_000 });
    expect((await silences()).find(({ id }) => id === foreign)?.status.state).toBe("active");
  });

  it("are written by the leader alone", async () => {
    const follower = startSilencing(url, false);
    follower.start();
    expect(follower.status()).toEqual([{ name: "main", silences: 0 }]);
    await follower.close();
  });
});

describe("an Alertmanager that is down", () => {
  it("is said to be, is tried again, and gets its silences once it is back", async () => {
    let own: AlertmanagerServer = await startAlertmanager();
    const { port, url: at } = own;
    await own.stop();
    const silencing = startSilencing(at);
    silencing.start();
    const status = () => silencing.status()[0]!;
    await until(() => status().reachable === false, { what: "it is seen to be down" });
    expect(status().error).toBe(`Alertmanager at ${at}: connection refused: nothing listens there`);
    expect(logged.some((line) => line.startsWith("Alertmanager main cannot be given its silences"))).toBe(
      true,
    );
    own = await startAlertmanager({ port });
    await until(() => status().reachable === true && status().silences > 0, { what: "it has its silences" });
    expect(logged).toContain("Alertmanager main answers again");
    await silencing.close();
    await own.stop();
  });
});
