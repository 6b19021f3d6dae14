import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAuthority } from "../../kit/journeys/certificates.ts";
import {
  degrading,
  failing,
  fields,
  fromJson,
  journey,
  step,
  type StepWords,
} from "../../kit/journeys/definitions.ts";
import { context, counted, probe } from "../../kit/journeys/probing.ts";
import { type Shop, startShop } from "../../kit/journeys/shop.ts";
import { journeySeries } from "../../src/model/names.ts";
import { seconds } from "../../src/model/units.ts";

let shop: Shop;
let secured: Shop;
let authorities: readonly string[];
beforeAll(async () => {
  const authority = await createAuthority();
  authorities = [authority.cert];
  shop = await startShop();
  secured = await startShop({ certificate: await authority.issue(30) });
});
afterAll(() => Promise.all([shop.close(), secured.close()]));

let seen: number;
beforeEach(() => {
  seen = shop.seen.length;
});
const arrived = () => shop.seen.slice(seen);
const at = (path: string) => `http://127.0.0.1:${shop.port}${path}`;
const look = (path: string, words: StepWords = {}) => step("look", at(path), words);
const short = seconds(0.2);

describe("a run", () => {
  it("says on every request that it is synthetic, and from whom it is", async () => {
    await probe(
      journey([
        look("/redirect?to=/done", { headers: { "user-agent": "me", "x-run": "{{journey}}/{{run_id}}" } }),
      ]),
      context(),
    );
    expect(
      arrived().map(({ headers }) => [headers["x-synthetic"], headers["user-agent"], headers["x-run"]]),
    ).toEqual([
      ["1", "me", "buy-a-book/run-1"],
      ["1", "me", "buy-a-book/run-1"],
    ]);
  });

  it("keeps cookies from step to step, and none from run to run", async () => {
    const steps = [step("in", at("/cookie")), step("use", at("/use"))];
    await probe(journey(steps), context());
    await probe(journey(steps), context());
    const sent = arrived().map(({ headers }) => headers.cookie);
    expect(sent).toEqual([
      undefined,
      "session=abc123session; theme=dark",
      undefined,
      "session=abc123session; theme=dark",
    ]);
  });

  it("hands on what a step extracted, in every part of the next request", async () => {
    const { run } = await probe(
      journey(
        [
          step("login", at("/login"), {
            extract: [fromJson("token", "$.token"), fromJson("order", "$.order.id")],
          }),
          step("pay", "{{base}}/orders/{{order}}", {
            method: "POST",
            query: { token: "{{token}}" },
            body: { kind: "form", fields: fields({ book: "{{title}} & more" }) },
          }),
        ],
        { variables: fields({ base: at(""), title: "Emma" }) },
      ),
      context(),
    );
    expect(run.result).toBe("passed");
    expect(arrived()[1]).toMatchObject({
      method: "POST",
      path: "/orders/17?token=tok-4711",
      body: "book=Emma+%26+more",
    });
  });

  it("goes on after a degraded step and is degraded by it", async () => {
    const slow = degrading({ kind: "duration", below: seconds(0.000_001) });
    const { run, tally } = await probe(
      journey([look("/", { assertions: [slow] }), step("then", at("/"))]),
      context(),
    );
    expect(run).toMatchObject({ result: "degraded", reason: "assertion" });
    expect(counted(tally, journeySeries.stepRuns)).toEqual({
      "look degraded assertion": 1,
      "then passed none": 1,
    });
  });

  it("tries again as often as a step says, and records it", async () => {
    const { run, tally } = await probe(journey([look("/500", { retries: 2 })]), context());
    expect(run.steps[0]).toMatchObject({ result: "failed", reason: "http_status", attempts: 3 });
    expect(run.steps[0]!.exchanges.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(counted(tally, journeySeries.stepRetries)).toEqual({ look: 2 });
    expect(counted(tally, journeySeries.stepRuns)).toEqual({ "look failed http_status": 1 });
    expect(arrived()).toHaveLength(3);
  });

  it("tries nothing again by itself, nor what was nines' own fault", async () => {
    await probe(journey([look("/500")]), context());
    expect(arrived()).toHaveLength(1);
    const { run } = await probe(journey([step("look", "http://elsewhere.test/", { retries: 3 })]), context());
    expect(run.steps[0]).toMatchObject({ result: "internal", attempts: 1 });
  });

  it("ends when its time is up, and still cleans up", async () => {
    const steps = [look("/slow"), step("then", at("/")), step("clean-up", at("/clean-up"), { always: true })];
    const schedule = { every: seconds(60), timeout: short, jitter: seconds(0) };
    const { run } = await probe(journey(steps, { schedule }), context());
    expect(run.steps.map(({ result, reason }) => [result, reason])).toEqual([
      ["failed", "timeout"],
      ["skipped", undefined],
      ["passed", undefined],
    ]);
    expect(run.duration).toBeLessThan(5);
  });

  it("is only degraded by clean-up that fails, whatever for", async () => {
    for (const url of [at("/500"), "http://elsewhere.test/"]) {
      const { run, tally } = await probe(
        journey([look("/"), step("clean-up", url, { always: true })]),
        context(),
      );
      expect(run.result).toBe("degraded");
      expect(counted(tally, journeySeries.runs)).toEqual({ degraded: 1 });
    }
  });

  it("takes steps up to one that is named, and cleans up", async () => {
    const steps = ["a", "b", "c"].map((name) => step(name, at(`/${name}`)));
    const { run } = await probe(journey([...steps, step("z", at("/z"), { always: true })]), context(), {
      lastStep: "b",
    });
    expect(run.steps.map(({ step }) => step)).toEqual(["a", "b", "z"]);
  });

  it("says who defines no variable, and sends nothing for it", async () => {
    const { run } = await probe(journey([look("/{{who}}")]), context());
    expect(run.steps[0]).toMatchObject({
      result: "internal",
      reason: "internal",
      message: "who has no value: nothing defines it",
    });
    expect(arrived()).toEqual([]);
  });

  it("observes how long it took only of users who got through", async () => {
    const good = await probe(journey([look("/")]), context());
    const bad = await probe(journey([look("/500")]), context());
    expect(good.metrics).toContain('journey_duration_seconds_count{journey="buy-a-book",location="eu-1"} 1');
    expect(bad.metrics).toContain('journey_duration_seconds_count{journey="buy-a-book",location="eu-1"} 0');
    expect(bad.metrics).toMatch(/journey_last_run_timestamp_seconds\{.*\} 1\d{9}/);
    expect(bad.metrics).toMatch(/journey_last_success_timestamp_seconds\{.*\} 0\n/);
  });
});

describe("TLS", () => {
  const ask = (words: StepWords, url = `https://127.0.0.1:${secured.port}/`) =>
    probe(journey([step("look", url, words)]), context({ authorities }));

  it("is asserted on by the days that a certificate has left", async () => {
    const lasting = (above: number) => [failing({ kind: "tlsDaysLeft", above })];
    expect((await ask({ assertions: lasting(29) })).run.result).toBe("passed");
    expect((await ask({ assertions: lasting(31) })).run.steps[0]!.message).toMatch(
      /expires in \d+ days, expected more than 31/,
    );
  });

  it("trusts what a step names, asks for the name it says, and skips the check only when told", async () => {
    const [ca] = authorities as [string];
    const alone = (words: StepWords) =>
      probe(
        journey([step("look", `https://127.0.0.1:${secured.port}/`, words)]),
        context({ authorities: [] }),
      );
    expect((await alone({})).run.reason).toBe("tls");
    expect((await alone({ tls: { ca } })).run.result).toBe("passed");
    expect((await alone({ tls: { ca, serverName: "shop.test" } })).run.result).toBe("passed");
    expect((await alone({ tls: { ca, serverName: "other.test" } })).run.reason).toBe("tls");
    expect((await alone({ tls: { insecureSkipVerify: true } })).run.result).toBe("passed");
  });

  it("counts each phase of a step", async () => {
    const { run } = await ask({}, `https://shop.test:${secured.port}/`);
    const { phases, duration } = run.steps[0]!;
    const spent = Object.values(phases).reduce((sum, each) => sum + each, 0);
    expect(phases.tls).toBeGreaterThan(0);
    expect(spent).toBeLessThanOrEqual(duration + 0.001);
  });
});
