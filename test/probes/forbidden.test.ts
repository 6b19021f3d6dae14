import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { journey, step } from "../../kit/journeys/definitions.ts";
import { connectionsDuring, context, counted, type Outcome, probe } from "../../kit/journeys/probing.ts";
import { type Shop, startShop } from "../../kit/journeys/shop.ts";
import { journeySeries } from "../../src/model/names.ts";
import type { ProbeContext } from "../../src/probes/run.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.close());

/** What DNS says each time it is asked, the last answer for ever after. */
const saying = (...answers: readonly string[][]): ProbeContext["resolve"] & { asked: () => number } => {
  let asked = 0;
  const resolve = async () => answers[Math.min(asked++, answers.length - 1)]!;
  return Object.assign(resolve, { asked: () => asked });
};

describe("DNS that changes between check and connect", () => {
  it("changes nothing: a name is asked for once, and the address that was judged is the one connected to", async () => {
    const resolve = saying(["127.0.0.1"], ["169.254.169.254"]);
    const one = journey([step("look", `http://shop.test:${shop.port}/`)]);
    const { value, addresses } = await connectionsDuring(() => probe(one, context({ resolve })));
    expect(value.run.result).toBe("passed");
    expect(resolve.asked()).toBe(1);
    expect(addresses).toEqual(["127.0.0.1"]);
  });

  it("fails the step that it changed for, without a connection", async () => {
    const resolve = saying(["127.0.0.1"], ["169.254.169.254"]);
    const url = `http://shop.test:${shop.port}/`;
    const two = journey([step("look", url), step("again", url)]);
    const { value, addresses } = await connectionsDuring(() => probe(two, context({ resolve })));
    expect(counted(value.tally, journeySeries.stepRuns)).toEqual({
      "look passed none": 1,
      "again failed connect": 1,
    });
    expect(addresses).toEqual(["127.0.0.1"]);
  });
});

describe("a forbidden target", () => {
  let trap: Shop;
  beforeAll(async () => {
    trap = await startShop({ address: "127.0.0.2" });
  });
  afterAll(() => trap.close());

  const reach = async (url: string, addresses: readonly string[]): Promise<Outcome> =>
    probe(
      journey([step("look", url)]),
      context({
        rules: { hosts: ["*.shop.test", "127.0.0.2"], networks: ["127.0.0.1/32"] },
        resolve: async () => addresses,
      }),
    );

  it.each([
    ["a loopback address that is not allowed", "127.0.0.2"],
    ["a mapped one", "::ffff:127.0.0.2"],
    ["a metadata service", "169.254.169.254"],
    ["a metadata service over IPv6", "fd00:ec2::254"],
    ["a metadata service behind NAT64", "64:ff9b::a9fe:a9fe"],
    ["a private network", "10.0.0.1"],
    ["link-local", "fe80::1"],
    ["every address", "0.0.0.0"],
  ])("%s is never connected to, whatever name leads to it", async (_what, address) => {
    const { value, addresses } = await connectionsDuring(() =>
      reach(`http://www.shop.test:${trap.port}/`, [address]),
    );
    expect(counted(value.tally, journeySeries.stepRuns)).toEqual({ "look failed connect": 1 });
    expect(addresses).toEqual([]);
    expect(trap.connections()).toBe(0);
  });

  it("written as a number is never connected to either", async () => {
    const written = ["127.0.0.2", "0x7f000002", "2130706434", "0177.0.0.2", "127.2", "[::ffff:7f00:2]"];
    for (const host of written) {
      const { value, addresses } = await connectionsDuring(() => reach(`http://${host}:${trap.port}/`, []));
      expect(value.run.result).toBe("internal");
      expect(addresses).toEqual([]);
    }
    expect(trap.connections()).toBe(0);
  });

  it("beside an allowed one is left out", async () => {
    const { value, addresses } = await connectionsDuring(() =>
      reach(`http://www.shop.test:${shop.port}/`, ["127.0.0.2", "127.0.0.1"]),
    );
    expect(value.run.result).toBe("passed");
    expect(addresses).toEqual(["127.0.0.1"]);
  });
});
