import { describe, expect, it } from "vitest";
import { jobMayAskFor, mayAskFor, type AskedAbout } from "../../../src/governance/people/may-ask.ts";
import type { Identity, Workload } from "../../../src/governance/people/identity.ts";
import type { Delivery } from "../../../src/model/definitions.ts";
import { person } from "../../support/people.ts";
import { production, serviceOf } from "../../support/snapshots.ts";

const from = (repository: string, kind: Delivery["kind"] = "github"): Delivery => ({
  kind,
  repository,
  environments: { "prod-eu": "production", test: "staging" },
});
const services = [
  serviceOf("checkout", { delivery: [from("shop/checkout")] }),
  serviceOf("cart", { delivery: [from("shop/checkout")] }),
  serviceOf("payments", { delivery: [from("shop/payments")] }),
  serviceOf("mirror", { delivery: [from("shop/mirror"), from("shop/mirror", "gitlab")] }),
];
const staging = { ...production, name: "staging", aliases: [] };
const registered = {
  services: new Map(services.map((service) => [service.name, service])),
  environments: new Map([
    ["production", production],
    ["prod", production],
    ["staging", staging],
  ]),
};

const service = (name: string, environment = "production"): AskedAbout => ({
  kind: "service",
  service: name,
  environment,
});
const delivery = (repository: string, environment = "prod-eu", forge?: Delivery["kind"]): AskedAbout => ({
  kind: "delivery",
  repository,
  environment,
  ...(forge !== undefined && { forge }),
});
const job = (changes: Partial<Workload> = {}, acts = ["checkout", "cart"]): Identity => ({
  subject: "ci:github:shop/checkout",
  kind: "machine",
  roles: ["machine"],
  groups: [],
  services: acts,
  via: "workload:github",
  workload: { forge: "github", repository: "shop/checkout", ref: "refs/heads/main", ...changes },
});

const may = (who: Identity, about: AskedAbout) => mayAskFor(who, about, registered) === undefined;
const why = (who: Identity, about: AskedAbout) => mayAskFor(who, about, registered)?.message;

describe("whom a machine with a token may ask for", () => {
  const bot = person({ kind: "machine", roles: ["machine"], services: ["checkout", "cart"] });

  it("are its services, in any environment", () => {
    expect(may(bot, service("checkout"))).toBe(true);
    expect(may(bot, service("checkout", "staging"))).toBe(true);
    expect(may(bot, service("payments"))).toBe(false);
  });

  it("are, by repository, all services that it delivers, or none", () => {
    expect(may(bot, delivery("shop/checkout"))).toBe(true);
    expect(may({ ...bot, services: ["checkout"] }, delivery("shop/checkout"))).toBe(false);
  });

  it("are not services that nobody knows: it does not learn which there are", () => {
    expect(why(bot, service("none"))).toBe("alice@example.org may not ask for the service none");
    expect(why(bot, service("payments"))).toBe("alice@example.org may not ask for the service payments");
  });

  it("are every one with *", () => {
    expect(may({ ...bot, services: ["*"] }, service("payments"))).toBe(true);
  });
});

describe("whom a CI job may ask for", () => {
  it("is what its repository delivers", () => {
    expect(may(job(), delivery("shop/checkout"))).toBe(true);
    expect(may(job(), service("checkout"))).toBe(true);
    expect(may(job(), service("payments"))).toBe(false);
  });

  it("is never another repository, however well that is known", () => {
    expect(may(job(), delivery("shop/payments"))).toBe(false);
    expect(may(job({}, ["*"]), delivery("shop/payments"))).toBe(false);
    expect(may(job(), delivery("shop/unknown"))).toBe(false);
  });

  it("minds no case of the repository, as forges do", () => {
    expect(may(job({ repository: "Shop/Checkout" }), delivery("shop/checkout"))).toBe(true);
  });

  it("is never the repository of the same name on another forge", () => {
    const mirror = job({ repository: "shop/mirror" }, ["mirror"]);
    expect(may(mirror, delivery("shop/mirror", "prod-eu", "github"))).toBe(true);
    expect(may(mirror, delivery("shop/mirror", "prod-eu", "gitlab"))).toBe(false);
    expect(why(mirror, delivery("shop/mirror"))).toMatch(/another forge: say forge=github/);
  });

  it("is only the environment that the job deploys to, when its token names one", () => {
    const deploying = job({ environment: "prod-eu" });
    expect(may(deploying, delivery("shop/checkout", "prod-eu"))).toBe(true);
    expect(may(deploying, delivery("shop/checkout", "test"))).toBe(false);
    expect(may(deploying, service("checkout", "production"))).toBe(true);
    expect(may(deploying, service("checkout", "prod"))).toBe(true);
    expect(may(deploying, service("checkout", "staging"))).toBe(false);
  });

  it("is, for what spans several environments, each of them", () => {
    const deploying = job({ environment: "prod-eu" });
    const within = (who: Identity, ...environments: string[]) =>
      jobMayAskFor(who, { service: "checkout", environments }, registered) === undefined;
    expect(within(deploying, "production")).toBe(true);
    expect(within(deploying, "production", "staging")).toBe(false);
    expect(within(job({}, []), "production")).toBe(false);
    expect(within(person({ services: [] }), "staging")).toBe(true);
  });

  it("is no environment when its token names one that nobody mapped", () => {
    expect(may(job({ environment: "preview" }), service("checkout"))).toBe(false);
  });

  it("is any environment of its services when its token names none", () => {
    expect(may(job(), delivery("shop/checkout", "test"))).toBe(true);
  });
});
