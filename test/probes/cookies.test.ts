import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { journey, step } from "../../kit/journeys/definitions.ts";
import { context, probe } from "../../kit/journeys/probing.ts";
import { type Shop, startShop } from "../../kit/journeys/shop.ts";
import { redacted } from "../../src/journey/redact.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.close());

const url = (path: string) => `http://127.0.0.1:${shop.port}${path}`;

describe("a cookie", () => {
  it("that could let somebody in is shown nowhere, although a page repeats it", async () => {
    const steps = [step("login", url("/cookie")), step("look", url("/says-cookie"))];
    const { run, metrics } = await probe(journey(steps), context(), { keepExchanges: true });
    expect(run.steps[1]!.exchanges[0]!.responseBody).toBe(`you came with session=${redacted}; theme=dark`);
    expect(JSON.stringify(run) + metrics).not.toContain("abc123session");
  });
});
