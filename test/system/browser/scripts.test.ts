import { createSocket } from "node:dgram";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserProcesses, browsers, script, type Site, startSite } from "../../../kit/journeys/browsing.ts";
import { createAuthority } from "../../../kit/journeys/certificates.ts";
import { journey } from "../../../kit/journeys/definitions.ts";
import { connectionsDuring, context, counted, probe } from "../../../kit/journeys/probing.ts";
import { type Shop, startShop } from "../../../kit/journeys/shop.ts";
import { isLeftOut } from "../../../kit/tools.ts";
import type { StepResult } from "../../../src/journey/result.ts";
import { journeySeries } from "../../../src/model/names.ts";
import { seconds } from "../../../src/model/units.ts";
import type { ProbeContext } from "../../../src/probes/run.ts";

const leftOut = isLeftOut("chromium");
const suite = describe.skipIf(leftOut);

let site: Site;
/** At an address of this machine that no journey here may reach. */
let trap: Site;
let closed: Site;
let secured: Shop;
beforeAll(async () => {
  trap = await startSite({ "/": "caught" }, "127.0.0.2");
  const to = (location: string) => ({ status: 302, location });
  site = await startSite({
    "/": "<h1>Hello</h1>",
    "/500": { status: 500 },
    "/hang": () => undefined,
    "/to-trap": to(`${trap.url}/`),
    "/to-metadata": to("http://169.254.169.254/latest/meta-data/"),
    "/many": `<img src="${trap.url}/a"><iframe src="${trap.url}/b"></iframe><script>
      fetch("${trap.url}/c", { mode: "no-cors" }).catch(() => 0);
      navigator.sendBeacon("${trap.url}/d"); new WebSocket("ws://127.0.0.2:${trap.port}/e");
      </script><link rel="dns-prefetch" href="//shop.invalid"><link rel="preconnect" href="${trap.url}">`,
    "/huge": (_request, response) => void response.end(Buffer.alloc(3 * 1024 * 1024, 32)),
    "/stuck": "<script>setTimeout(() => { for (;;); }, 50)</script>",
    "/talks": '<script>console.log("a word"); throw new Error("a fault of the page")</script>',
  });
  closed = await startSite({});
  await closed.close();
  const authority = await createAuthority();
  secured = await startShop({ certificate: await authority.issue(30) });
});
afterAll(() => Promise.all([site, trap, secured].map((each) => each.close())));

const on = (more: Partial<ProbeContext> = {}): ProbeContext =>
  context({
    rules: { hosts: ["127.0.0.1", "127.0.0.2", "*.shop.test"], networks: ["127.0.0.1/32"] },
    browsers: browsers(),
    ...more,
  });

type Bodies = Readonly<Record<string, string>>;
/** Scripts in one browser, each taken whatever became of those before it. */
async function take(bodies: Bodies, more: Partial<ProbeContext> = {}, timeout = 10) {
  const steps = Object.entries(bodies).map(([name, body]) =>
    script(name, body, { always: true, timeout: seconds(timeout) }),
  );
  const { run, tally } = await probe(journey(steps), on(more), { keepExchanges: true });
  const endings = Object.keys(counted(tally, journeySeries.stepRuns)).map((ending) => ending.split(" "));
  const reasons: Record<string, string | undefined> = {};
  for (const [step = "", , reason] of endings) reasons[step] = reason;
  return {
    reasons,
    step: (name: string): StepResult => run.steps.find(({ step }) => step === name)!,
  };
}
const goto = (path: string): string => `await page.goto("${site.url}${path}");`;

suite("a step in the browser", () => {
  it("fails for each of the reasons that a request has, and its message says why", async () => {
    const { reasons, step } = await take(
      {
        fine: goto("/"),
        broken: goto("/500"),
        asserted: `${goto("/")} assert.equal(await page.locator("h1").innerText(), "Good day");`,
        thrown: 'throw new Error("the price is wrong");',
        hanging: goto("/hang"),
        waiting: `${goto("/")} await page.getByText("Bye").click();`,
        nameless: 'await page.goto("http://nowhere.shop.test/");',
        refused: `await page.goto("${closed.url}/");`,
        untrusted: `await page.goto("https://127.0.0.1:${secured.port}/");`,
        misspelt: "await pge.goto('x');",
        file: 'await page.goto("file:///etc/passwd");',
      },
      { resolve: async () => [] },
      1,
    );
    expect(reasons).toEqual({
      ...{ fine: "none", broken: "http_status", asserted: "assertion", thrown: "assertion" },
      ...{ hanging: "timeout", waiting: "timeout", nameless: "dns", refused: "connect", untrusted: "tls" },
      ...{ misspelt: "internal", file: "internal" },
    });
    expect(step("broken").message).toBe(`${site.url}/500 answered 500`);
    expect(step("thrown").message).toBe("the price is wrong");
    expect(step("nameless").message).toBe("nowhere.shop.test has no address");
    expect(step("file").message).toBe("not opened: file: is neither http nor https");
  });

  it("fails when more comes than a run may take", async () => {
    const limits = { ...context().limits, browserBytes: 1024 * 1024 };
    expect((await take({ look: goto("/huge") }, { limits })).reasons).toEqual({ look: "body_too_large" });
  });

  it("hands on what it returns, and fails when that is not what later steps need", async () => {
    const steps = [
      script("make", "return { order: 17 };", { returns: ["order"] }),
      script("use", "assert.deepEqual(vars, { order: 17 }); return { other: 1 };", {
        ...{ use: ["order"], returns: ["receipt"] },
      }),
      script("skipped", "", { use: ["receipt"] }),
    ];
    const { run } = await probe(journey(steps), on());
    expect(run.steps.map(({ result }) => result)).toEqual(["passed", "failed", "skipped"]);
    expect(run).toMatchObject({ result: "failed", reason: "extract_missing" });
    expect(run.steps[1]!.message).toBe("receipt is missing: the script does not return it");
  });

  it("says what it is as every journey does, and keeps what page and script said", async () => {
    const { step } = await take({
      look: `${goto("/talks")} console.log(process.env); await page.waitForTimeout(100);`,
    });
    expect(site.seen.at(-1)!.headers["x-synthetic"]).toBe("1");
    expect(step("look").console).toEqual(["log: a word", "error: a fault of the page", "script: {}"]);
  });
});

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

suite("the process of a script", () => {
  it("has no way out but its page", async () => {
    const of = (module: string) => `process.getBuiltinModule("node:${module}")`;
    const ways: Bodies = {
      connections: `${of("net")}.connect(${site.port}, "127.0.0.1")`,
      requests: `await fetch("${site.url}")`,
      "own-requests": `await page.request.get("${site.url}")`,
      names: `await ${of("dns")}.promises.lookup("shop.test")`,
      datagrams: `${of("dgram")}.createSocket("udp4").send("x", ${site.port}, "127.0.0.1")`,
      programs: `${of("child_process")}.execSync("id")`,
      images: 'process.execve("/bin/true", ["true"])',
      browsers: 'await page.context().browser().browserType().launch({ executablePath: "/bin/true" })',
      files: `${of("fs")}.readFileSync("/etc/passwd")`,
      databases: `new (${of("sqlite")}.DatabaseSync)("/tmp/nines-x.db")`,
      threads: `new (${of("worker_threads")}.Worker)("1", { eval: true })`,
      debuggers: `${of("inspector")}.open(0)`,
      signals: "process.kill(process.ppid, 0)",
      bindings: 'process.binding("tcp_wrap")',
    };
    const bodies: Record<string, string> = {};
    for (const [name, way] of Object.entries(ways))
      bodies[name] = `let got; try { got = ${way}; } catch { return; } throw new Error("had " + got);`;
    const { reasons } = await take(bodies);
    expect(reasons).toEqual(Object.fromEntries(Object.keys(ways).map((name) => [name, "none"])));
    expect(site.seen.filter(({ headers }) => headers["x-synthetic"] === undefined)).toEqual([]);
  });

  it.each([
    ["in a script", "for (;;);"],
    ["in a page", `await page.goto(vars.stuck); await new Promise(() => 0);`],
  ])("is ended with its browser when its time is up, whatever goes on for ever %s", async (_where, body) => {
    const { reasons } = await take({ look: body.replace("vars.stuck", `"${site.url}/stuck"`) }, {}, 1);
    expect(reasons).toEqual({ look: "timeout" });
    expect(browserProcesses()).toEqual([]);
  });

  it("is ended when the run is called off", async () => {
    const off = new AbortController();
    const run = probe(journey([script("look", goto("/hang"))]), on(), { signal: off.signal });
    site.onRequest((path) => path === "/hang" && off.abort());
    expect((await run).run.result).toBe("failed");
    expect(browserProcesses()).toEqual([]);
  });

  it("that ends by itself is nobody's failure but ours", async () => {
    const { reasons, step } = await take({ look: "process.exit(0);" });
    expect(reasons).toEqual({ look: "internal" });
    expect(step("look").message).toMatch(/ended before the script did/);
  });
});
