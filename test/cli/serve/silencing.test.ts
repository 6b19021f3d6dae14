import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Registry } from "prom-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../kit/until.ts";
import { openSilencing } from "../../../src/cli/serve/silencing.ts";
import { unsaid } from "../../../src/config/sources.ts";
import { emptyState } from "../../../src/governance/state.ts";
import { seconds } from "../../../src/model/units.ts";
import { soleLeader } from "../../../src/runtime/leadership.ts";
import { noon } from "../../support/snapshots.ts";

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let asked = 0;
let silent: Server;
let url: string;

beforeAll(async () => {
  silent = createServer(() => (asked += 1));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

const silencing = (alertmanagers: readonly string[], registry = new Registry()) =>
  openSilencing(
    { alertmanagers: alertmanagers.map((at) => ({ ...unsaid, name: "main", url: at })), cycle: seconds(30) },
    { governance: emptyState, leadership: soleLeader, registry, now: () => noon, log },
  );

describe("keeping silences beside a server", () => {
  it("ends at once although an Alertmanager does not answer", async () => {
    const kept = silencing([url]);
    kept.start();
    await until(() => asked > 0, { what: "the Alertmanager is asked" });
    const begin = performance.now();
    await kept.close();
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it("shows nothing and asks nobody where no Alertmanager is configured", async () => {
    const registry = new Registry();
    const kept = silencing([], registry);
    kept.start();
    expect(kept.status()).toEqual([]);
    expect(await registry.metrics()).not.toContain("nines_alertmanager");
    await kept.close();
  });
});
