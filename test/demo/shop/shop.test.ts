import { afterEach, describe, expect, it } from "vitest";
import { openShop, openDoors, type Shop } from "../../../demo/shop/shop.ts";
import type { ServiceName } from "../../../demo/shop/catalogue.ts";
import { buyers, startLoad } from "../../../demo/shop/load.ts";
import { samples, type Samples } from "./exposition.ts";

const anyPort = { checkout: 0, payments: 0, search: 0, database: 0 };
const shops: Shop[] = [];

async function shop(ports: Partial<Record<ServiceName, number>> = anyPort): Promise<Shop> {
  const opened = await openShop({ host: "127.0.0.1", ports });
  shops.push(opened);
  return opened;
}

afterEach(async () => {
  await Promise.all(shops.splice(0).map((opened) => opened.close()));
});

const metricsOf = async (opened: Shop, name: ServiceName): Promise<Samples> =>
  samples(await (await fetch(`${opened.url(name)}/metrics`)).text());
const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const buy = (opened: Shop, region = "eu"): Promise<Response> =>
  post(`${opened.url("checkout")}/orders`, { book: "Emma", region });
const pay = (opened: Shop, region: string): Promise<Response> =>
  post(`${opened.url("payments")}/payments/${region}`, {});
const look = (opened: Shop): Promise<Response> => fetch(`${opened.url("search")}/search?q=emma`);
const fault = (opened: Shop, name: ServiceName, body: unknown): Promise<Response> =>
  post(`${opened.url(name)}/faults`, body);

describe("the shop's metrics", () => {
  it("start at zero for every code and region before the first request", async () => {
    const opened = await shop();
    const checkout = await metricsOf(opened, "checkout");
    for (const code of [201, 400, 500, 502, 503])
      expect(checkout.get(`http_requests_total{code="${code}"}`)).toBe(0);
    const payments = await metricsOf(opened, "payments");
    expect(payments.get('http_requests_total{code="500",region="ap"}')).toBe(0);
    expect(payments.get('http_request_duration_seconds_bucket{le="0.3",region="us"}')).toBe(0);
  });

  it("count every order once, in checkout and in the region that was paid", async () => {
    const opened = await shop();
    for (const region of ["eu", "eu", "us"]) expect((await buy(opened, region)).status).toBe(201);
    expect((await metricsOf(opened, "checkout")).get('http_requests_total{code="201"}')).toBe(3);
    const payments = await metricsOf(opened, "payments");
    const paid = (region: string) =>
      [200, 402].reduce(
        (sum, code) => sum + (payments.get(`http_requests_total{code="${code}",region="${region}"}`) ?? 0),
        0,
      );
    expect([paid("eu"), paid("us"), paid("ap")]).toEqual([2, 1, 0]);
  });

  it("have buckets at 300 ms and 1 s, and a request is in the bucket of its time", async () => {
    const opened = await shop();
    await fault(opened, "search", { latencyMs: 350 });
    await look(opened);
    const search = await metricsOf(opened, "search");
    expect(search.get('http_request_duration_seconds_bucket{le="0.3"}')).toBe(0);
    expect(search.get('http_request_duration_seconds_bucket{le="1"}')).toBe(1);
    expect(search.get("http_request_duration_seconds_count")).toBe(1);
  });

  it("leave out what no route answers", async () => {
    const opened = await shop();
    expect((await fetch(`${opened.url("search")}/favicon.ico`)).status).toBe(404);
    expect((await pay(opened, "mars")).status).toBe(404);
    expect([...(await metricsOf(opened, "search")).keys()].join()).not.toContain("404");
    expect([...(await metricsOf(opened, "payments")).keys()].join()).not.toContain("mars");
  });

  it("count a malformed order as the customer's mistake", async () => {
    const opened = await shop();
    expect((await post(`${opened.url("checkout")}/orders`, "{nonsense")).status).toBe(400);
    expect((await post(`${opened.url("checkout")}/orders`, { book: "Emma", region: "mars" })).status).toBe(
      400,
    );
    expect((await metricsOf(opened, "checkout")).get('http_requests_total{code="400"}')).toBe(2);
  });
});

describe("a fault", () => {
  it("errorRatio fails exactly that share of the requests", async () => {
    const opened = await shop();
    await fault(opened, "search", { errorRatio: 0.1 });
    const answers = [];
    for (let n = 0; n < 50; n += 1) answers.push((await look(opened)).status);
    expect(answers.filter((status) => status === 500)).toHaveLength(5);
    const search = await metricsOf(opened, "search");
    expect(search.get('http_requests_total{code="500"}')).toBe(5);
    expect(search.get('shop_fault{fault="error_ratio"}')).toBe(0.1);
  });

  it("outage of payments is a bad gateway to the customers of checkout, until it is over", async () => {
    const opened = await shop();
    await fault(opened, "payments", { outage: true });
    expect((await buy(opened)).status).toBe(502);
    expect((await metricsOf(opened, "payments")).get('http_requests_total{code="503",region="eu"}')).toBe(1);
    await fault(opened, "payments", { outage: false });
    expect((await buy(opened)).status).toBe(201);
  });

  it("stays within the region it is given", async () => {
    const opened = await shop();
    await fault(opened, "payments", { errorRatio: 1, region: "us" });
    expect((await pay(opened, "us")).status).toBe(500);
    expect((await pay(opened, "eu")).status).not.toBe(500);
  });

  it("restart counts from zero again on the same address and keeps the other faults", async () => {
    const opened = await shop();
    await look(opened);
    const answer = await fault(opened, "search", { restart: true, errorRatio: 1 });
    expect(await answer.json()).toMatchObject({ errorRatio: 1 });
    await expect
      .poll(() =>
        metricsOf(opened, "search").then(
          (all) => all.get('http_requests_total{code="200"}'),
          () => 1,
        ),
      )
      .toBe(0);
    expect((await look(opened)).status).toBe(500);
  });

  it.each([
    [{ errorRatio: 2 }, "errorRatio"],
    [{ latencyMs: -1 }, "latencyMs"],
    [{ outrage: true }, "outrage"],
    [{ region: "eu" }, "no regions"],
  ])("%j is refused, and the answer names what is wrong", async (body, named) => {
    const opened = await shop();
    const answer = await fault(opened, "search", body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(named);
  });
});

describe("the database", () => {
  const shown = async (opened: Shop, state: string) =>
    (await metricsOf(opened, "payments")).get(
      `resilience4j_circuitbreaker_state{name="database",state="${state}"}`,
    );

  it("is asked for every payment and for every search, and its breaker is closed", async () => {
    const opened = await shop();
    await buy(opened);
    await look(opened);
    const database = await metricsOf(opened, "database");
    expect(database.get('http_requests_total{code="200"}')).toBe(2);
    expect(await shown(opened, "closed")).toBe(1);
    expect(await shown(opened, "open")).toBe(0);
  });

  it("when it is slow, is over its threshold while those who wait for it still answer", async () => {
    const opened = await shop();
    await fault(opened, "database", { latencyMs: 400 });
    expect((await buy(opened)).status).toBe(201);
    const database = await metricsOf(opened, "database");
    expect(database.get('http_request_duration_seconds_bucket{le="0.3"}')).toBe(0);
    expect(database.get("http_request_duration_seconds_count")).toBe(1);
    expect((await metricsOf(opened, "payments")).get('http_requests_total{code="503",region="eu"}')).toBe(0);
  });

  it("when it does not answer in time, opens the breaker: payments are refused at once", async () => {
    const opened = await shop();
    await fault(opened, "database", { latencyMs: 5_000 });
    const paid = await Promise.all(Array.from({ length: 20 }, () => pay(opened, "eu")));
    expect(paid.map(({ status }) => status)).toEqual(Array(20).fill(503));
    expect(await shown(opened, "open")).toBe(1);
    const began = performance.now();
    expect((await pay(opened, "eu")).status).toBe(503);
    expect(performance.now() - began).toBeLessThan(500);
    const payments = await metricsOf(opened, "payments");
    const calls = "resilience4j_circuitbreaker_calls_seconds_count";
    expect(payments.get(`${calls}{name="database",kind="failed"}`)).toBe(20);
    const refused = "resilience4j_circuitbreaker_not_permitted_calls_total";
    expect(payments.get(`${refused}{name="database",kind="not_permitted"}`)).toBe(1);
  });
});

describe("the load", () => {
  it("keeps its rate and stops when told", async () => {
    const opened = await shop();
    const load = openDoors(opened, 4);
    await expect.poll(() => load.report().answered, { timeout: 5_000 }).toBeGreaterThan(60);
    const end = await load.stop();
    expect(end.unanswered).toBe(0);
    expect(end.answered).toBe(end.sent);
    const served = await metricsOf(opened, "checkout");
    expect(served.get('http_requests_total{code="201"}') ?? 0).toBeGreaterThan(30);
  });

  it("is bounded when the shop does not answer in time", async () => {
    const opened = await shop();
    await fault(opened, "checkout", { latencyMs: 400 });
    const load = startLoad([buyers(opened.url("checkout")!, 2_000)]);
    await expect.poll(() => load.report().heldBack).toBeGreaterThan(100);
    const { sent, answered, unanswered } = load.report();
    expect(sent - answered - unanswered).toBeLessThanOrEqual(64);
    await load.stop();
  });
});
