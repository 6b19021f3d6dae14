import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserProcesses, script, type Site, startSite } from "../../../kit/journeys/browsing.ts";
import { createAuthority } from "../../../kit/journeys/certificates.ts";
import { journey } from "../../../kit/journeys/definitions.ts";
import { context, probe } from "../../../kit/journeys/probing.ts";
import { type Shop, startShop } from "../../../kit/journeys/shop.ts";
import { isLeftOut } from "../../../kit/tools.ts";
import { on, take, type Bodies } from "./support.ts";

const leftOut = isLeftOut("chromium");
const suite = describe.skipIf(leftOut);

let site: Site;
let closed: Site;
let secured: Shop;
beforeAll(async () => {
  site = await startSite({
    "/": "<h1>Hello</h1>",
    "/500": { status: 500 },
    "/hang": () => undefined,
    "/huge": (_request, response) => void response.end(Buffer.alloc(3 * 1024 * 1024, 32)),
    "/stuck": "<script>setTimeout(() => { for (;;); }, 50)</script>",
    "/talks": '<script>console.log("a word"); throw new Error("a fault of the page")</script>',
  });
  closed = await startSite({});
  await closed.close();
  const authority = await createAuthority();
  secured = await startShop({ certificate: await authority.issue(30) });
});
afterAll(() => Promise.all([site, secured].map((each) => each.close())));

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

  it("has an empty environment, and is ended when the run is called off", async () => {
    const off = new AbortController();
    const run = probe(journey([script("look", goto("/hang"))]), on(), { signal: off.signal });
    const scripts: string[] = [];
    site.onRequest((path) => {
      if (path !== "/hang") return;
      scripts.push(
        ...browserProcesses("environ")
          .filter(({ line }) => line.includes("child.ts"))
          .map(({ said }) => said),
      );
      off.abort();
    });
    expect((await run).run.result).toBe("failed");
    expect(scripts).toEqual([""]);
    expect(browserProcesses()).toEqual([]);
  });

  it("that ends by itself is nobody's failure but ours", async () => {
    const { reasons, step } = await take({ look: "process.exit(0);" });
    expect(reasons).toEqual({ look: "internal" });
    expect(step("look").message).toMatch(/ended before the script did/);
  });
});
