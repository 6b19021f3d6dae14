import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuthority } from "../../kit/journeys/certificates.ts";
import { failing, fromJson, journey, step, type StepWords } from "../../kit/journeys/definitions.ts";
import { context, counted, probe } from "../../kit/journeys/probing.ts";
import { type Shop, startBabble, startShop } from "../../kit/journeys/shop.ts";
import { freePort } from "../../kit/processes.ts";
import { journeySeries } from "../../src/model/names.ts";
import { seconds } from "../../src/model/units.ts";
import type { ProbeContext } from "../../src/probes/run.ts";

/** A login that has a fault, what needs its token, and a clean-up that needs nothing. */
const buy = (url: string, login: StepWords = {}) =>
  journey([
    step("login", url, { timeout: seconds(1), extract: [fromJson("token", "$.token")], ...login }),
    step("pay", `http://127.0.0.1:${shop.port}/pay`, { headers: { "x-token": "{{token}}" } }),
    step("sign-out", `http://127.0.0.1:${shop.port}/sign-out`, { always: true }),
    step("forget", `http://127.0.0.1:${shop.port}/forget/{{token}}`, { always: true }),
  ]);

let shop: Shop;
let expired: Shop;
let trusted: Shop;
let babble: Shop;
let authorities: readonly string[];

beforeAll(async () => {
  const authority = await createAuthority();
  authorities = [authority.cert];
  shop = await startShop();
  expired = await startShop({ certificate: await authority.issue(-2) });
  trusted = await startShop({ certificate: await authority.issue(30) });
  babble = await startBabble();
});
afterAll(() => Promise.all([shop, expired, trusted, babble].map((each) => each.close())));

const at = (path: string) => `http://127.0.0.1:${shop.port}${path}`;

interface Fault {
  fault: string;
  url: () => string | Promise<string>;
  login?: StepWords;
  on?: Partial<ProbeContext>;
  reason: string;
  message: RegExp;
}

const unknownName: ProbeContext["resolve"] = () =>
  Promise.reject(Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }));
const captured = failing({
  kind: "jsonPath",
  path: "$.status",
  condition: { kind: "equals", text: [{ kind: "text", text: "captured" }] },
});

const faults: readonly Fault[] = [
  {
    fault: "a name that DNS does not know",
    url: () => "http://gone.shop.test/login",
    on: { resolve: unknownName },
    reason: "dns",
    message: /gone\.shop\.test could not be looked up/,
  },
  {
    fault: "a resolver that never answers",
    url: () => "http://gone.shop.test/login",
    on: { resolve: () => new Promise(() => undefined) },
    reason: "timeout",
    message: /still being looked up/,
  },
  {
    fault: "a port where nothing listens",
    url: async () => `http://127.0.0.1:${await freePort()}/login`,
    reason: "connect",
    message: /refused/,
  },
  {
    fault: "a certificate that has expired",
    url: () => `https://127.0.0.1:${expired.port}/login`,
    reason: "tls",
    message: /expired/,
  },
  {
    fault: "a certificate for another host",
    url: () => `https://other.shop.test:${trusted.port}/login`,
    reason: "tls",
    message: /for another host/,
  },
  {
    fault: "an authority that nobody trusts",
    url: () => `https://shop.test:${trusted.port}/login`,
    on: { authorities: [] },
    reason: "tls",
    message: /authority/,
  },
  {
    fault: "a server without TLS behind https",
    url: () => `https://127.0.0.1:${shop.port}/login`,
    reason: "tls",
    message: /TLS/,
  },
  {
    fault: "no answer in time",
    url: () => at("/slow"),
    reason: "timeout",
    message: /nothing had been answered/,
  },
  {
    fault: "an answer that never ends",
    url: () => at("/trickle"),
    reason: "timeout",
    message: /body was not/,
  },
  {
    fault: "a status of 500",
    url: () => at("/500"),
    reason: "http_status",
    message: /status is 500, expected 2xx/,
  },
  {
    fault: "an answer that is not HTTP",
    url: () => `http://127.0.0.1:${babble.port}/`,
    reason: "http_status",
    message: /does not speak HTTP/,
  },
  {
    fault: "JSON that says something else",
    url: () => at("/wrong-json"),
    login: { assertions: [captured] },
    reason: "assertion",
    message: /\$\.status is "pending", expected "captured"/,
  },
  {
    fault: "a page where JSON should be",
    url: () => at("/no-json"),
    login: { assertions: [captured] },
    reason: "assertion",
    message: /the body is no JSON/,
  },
  { fault: "no token", url: () => at("/no-token"), reason: "extract_missing", message: /token is missing/ },
  {
    fault: "a token that is an unfilled template",
    url: () => at("/token-of-template"),
    reason: "extract_missing",
    message: /never filled in/,
  },
  { fault: "a body without end", url: () => at("/huge"), reason: "body_too_large", message: /1048576 bytes/ },
  { fault: "a connection that breaks", url: () => at("/cut"), reason: "connect", message: /before/ },
  {
    fault: "a redirect to a metadata address",
    url: () => at("/redirect?to=http://169.254.169.254/latest/meta-data/"),
    reason: "connect",
    message: /169\.254\.169\.254 is a metadata service/,
  },
  {
    fault: "a redirect to a metadata name",
    url: () => at("/redirect?to=http://metadata.google.internal./computeMetadata/"),
    reason: "connect",
    message: /metadata service/,
  },
  {
    fault: "a redirect to a host that is not allowed",
    url: () => at("/redirect?to=http://elsewhere.test/"),
    reason: "connect",
    message: /not among the targets/,
  },
  {
    fault: "redirects in a circle",
    url: () => at("/circle"),
    reason: "http_status",
    message: /more than 5/,
  },
  {
    fault: "a target that the configuration does not allow",
    url: () => "http://elsewhere.test/login",
    reason: "internal",
    message: /not among the targets/,
  },
];

describe("a fault", () => {
  it.each(faults)(
    "$fault: fails its step for $reason, skips what depends on it, and cleans up",
    async (fault) => {
      const { on = {}, login = {}, reason, message } = fault;
      const outcome = await probe(buy(await fault.url(), login), context({ authorities, ...on }));
      const result = reason === "internal" ? "internal" : "failed";
      expect(counted(outcome.tally, journeySeries.runs)).toEqual({ [result]: 1 });
      expect(counted(outcome.tally, journeySeries.stepRuns)).toEqual({
        [`login ${result} ${reason}`]: 1,
        "pay skipped none": 1,
        "sign-out passed none": 1,
        "forget skipped none": 1,
      });
      expect(outcome.run.steps[0]!.message).toMatch(message);
      expect(
        outcome.run.steps.map((each) => each.exchanges.length > 0 || each.result !== "failed"),
      ).not.toContain(false);
    },
  );

  it("without one, everything passes, and the metrics say nothing else", async () => {
    const { run, tally } = await probe(buy(at("/login")), context());
    expect(run.steps.map(({ result }) => result)).toEqual(["passed", "passed", "passed", "passed"]);
    expect(counted(tally, journeySeries.runs)).toEqual({ passed: 1 });
    expect(Object.values(counted(tally, journeySeries.stepRuns))).toEqual([1, 1, 1, 1]);
  });
});
