import { createSocket } from "node:dgram";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { script, type Site, startSite } from "../../../kit/journeys/browsing.ts";
import { journey } from "../../../kit/journeys/definitions.ts";
import { connectionsDuring, probe } from "../../../kit/journeys/probing.ts";
import { isLeftOut } from "../../../kit/tools.ts";
import { createSecrets } from "../../../src/probes/secrets.ts";
import { on, take } from "./support.ts";

const suite = describe.skipIf(isLeftOut("chromium"));

let site: Site;
/** At an address of this machine that no journey here may reach. */
let trap: Site;
beforeAll(async () => {
  trap = await startSite({ "/": "caught" }, "127.0.0.2");
  const to = (location: string) => ({ status: 302, location });
  site = await startSite({
    "/": "<h1>Hello</h1>",
    "/to-trap": to(`${trap.url}/`),
    "/to-metadata": to("http://169.254.169.254/latest/meta-data/"),
    "/many": `<img src="${trap.url}/a"><iframe src="${trap.url}/b"></iframe><script>
      fetch("${trap.url}/c", { mode: "no-cors" }).catch(() => 0);
      navigator.sendBeacon("${trap.url}/d"); new WebSocket("ws://127.0.0.2:${trap.port}/e");
      </script><link rel="dns-prefetch" href="//shop.invalid"><link rel="preconnect" href="${trap.url}">`,
  });
});
afterAll(() => Promise.all([site, trap].map((each) => each.close())));

const goto = (path: string): string => `await page.goto("${site.url}${path}");`;

suite("a forbidden target is never connected to from a browser", () => {
  it("whoever leads there: the script, a redirect, DNS, or whatever a page loads, frames, sends or opens", async () => {
    const answers = [["127.0.0.1"], ["127.0.0.2"], ["169.254.169.254"]];
    const { value, addresses } = await connectionsDuring(() =>
      take(
        {
          named: `await page.goto("${trap.url}/");`,
          metadata: 'await page.goto("http://169.254.169.254/");',
          local: 'await page.goto("https://[fe80::1]/");',
          stranger: 'await page.goto("http://elsewhere.example/");',
          redirected: goto("/to-trap"),
          onward: goto("/to-metadata"),
          looked: `await page.goto("http://a.shop.test:${site.port}/");`,
          again: `await page.goto("http://b.shop.test:${trap.port}/");`,
          "once-more": `await page.goto("https://b.shop.test/");`,
          loaded: `${goto("/many")} await page.waitForLoadState("networkidle");`,
        },
        { resolve: async () => answers.shift() ?? ["127.0.0.2"] },
      ),
    );
    // What the script itself names is the journey's own fault; what an answer or DNS leads to is the service's.
    expect(value.reasons).toEqual({
      ...{ named: "internal", metadata: "internal", local: "internal", stranger: "internal" },
      ...{
        redirected: "connect",
        onward: "connect",
        looked: "none",
        again: "connect",
        "once-more": "connect",
      },
      loaded: "none",
    });
    expect(value.step("again").message).toMatch(/127\.0\.0\.2 is a loopback address/);
    expect(value.step("once-more").message).toMatch(/169\.254\.169\.254 is a metadata service/);
    const refused = value.step("loaded").exchanges.filter(({ url }) => url.includes("127.0.0.2"));
    expect(refused.length).toBeGreaterThan(3);
    expect(refused.filter(({ status }) => status !== undefined)).toEqual([]);
    expect(addresses.filter((address) => address !== "127.0.0.1")).toEqual([]);
    expect(trap.connections()).toBe(0);
  });

  it("nor is one that the secrets of its scripts may not go to, though journeys may", async () => {
    const secret = { name: "password", from: { kind: "env", variable: "NINES_SECRET_SHOP" } } as const;
    const secrets = createSecrets({
      environment: { NINES_SECRET_SHOP: "an-open-book" },
      grants: [{ secret: "NINES_SECRET_SHOP", hosts: [`127.0.0.1:${site.port}`] }],
    });
    const other = await startSite({ "/": "elsewhere" });
    const steps = [
      script("allowed", goto("/"), { use: ["password"] }),
      script("send", `await page.goto("${other.url}/?" + vars.password);`, { use: ["password"] }),
    ];
    const { run } = await probe(journey(steps, { secrets: [secret] }), on({ secrets }));
    await other.close();
    expect(run.steps.map(({ result }) => result)).toEqual(["passed", "internal"]);
    expect(run.steps[1]!.message).toMatch(/does not allow secret password for 127\.0\.0\.1/);
    expect(other.connections()).toBe(0);
    expect(JSON.stringify(run)).not.toContain("an-open-book");
  });

  it("by UDP either, which no proxy carries", async () => {
    const ear = createSocket("udp4");
    let heard = 0;
    ear.on("message", () => heard++);
    await new Promise<void>((resolve) => ear.bind(0, "127.0.0.1", resolve));
    const { port } = ear.address();
    const { reasons } = await take({
      call: `${goto("/")} await page.evaluate(async () => {
        const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${port}" }] });
        peer.createDataChannel("x");
        await peer.setLocalDescription(await peer.createOffer());
        await new Promise((done) => {
          peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && done();
          setTimeout(done, 3000);
        });
      });`,
    });
    ear.close();
    expect(reasons).toEqual({ call: "none" });
    expect(heard).toBe(0);
  });
});
