import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { alertmanagerText, AlertmanagerBaseError } from "../../../src/compile/alertmanager.ts";
import { slo } from "../../support/slos.ts";

interface Config {
  route: { receiver: string; routes: { receiver: string; matchers: string[]; continue?: boolean }[] };
  receivers: { name: string }[];
  inhibit_rules: { source_matchers: string[]; target_matchers: string[]; equal: string[] }[];
}
const base = `# How this company is told.
global: { resolve_timeout: 5m }
templates: ["/etc/alertmanager/*.tmpl"]
route:
  receiver: everybody # when nobody else
  routes:
    - { receiver: dba, matchers: [team="dba"], continue: true }
receivers:
  - name: everybody
  - name: dba
  - name: team-shop-page
  - name: team-search
inhibit_rules:
  - { source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [cluster] }
`;
const shop = slo();
const search = slo({ service: "search", owner: "team-search" });
const written = (text = base, slos = [shop, search]) => alertmanagerText(slos, text);
const config = (...given: Parameters<typeof written>) => parse(written(...given).text) as Config;
const receiversFor = (owner: string) =>
  config()
    .route.routes.filter(({ matchers }) => matchers.includes(`owner="${owner}"`))
    .map(({ receiver }) => receiver);

describe("alertmanager.yaml on a base", () => {
  it("keeps what the base says, comments included, and its routes first", () => {
    expect(written().text).toContain("# How this company is told.\nglobal: { resolve_timeout: 5m }\n");
    expect(written().text).toContain("receiver: everybody # when nobody else");
    expect(config().route.routes[0]).toEqual({ receiver: "dba", matchers: ['team="dba"'], continue: true });
    expect(config().receivers).toEqual((parse(base) as Config).receivers);
  });

  it("routes each owner and severity to its own receiver, else to the owner's, else to the default", () => {
    expect(receiversFor("team-shop")).toEqual(["team-shop-page", "everybody", "everybody"]);
    expect(receiversFor("team-search")).toEqual(["team-search", "team-search", "team-search"]);
  });

  it("warns about each owner and severity that nobody is named after", () => {
    expect(written().warnings).toEqual([
      expect.stringMatching(/"team-shop-ticket" or "team-shop": alerts of severity ticket .* "everybody"$/),
      expect.stringMatching(/"team-shop-info" or "team-shop"/),
    ]);
  });

  it("writes no route for a severity that no alert of the owner can have", () => {
    const off = { enabled: false };
    const quiet = slo({
      owner: "team-quiet",
      alerting: { tiers: [], consumed: off, anomaly: off },
    });
    const routes = config(base, [quiet]).route.routes.slice(1);
    expect(routes.map(({ matchers }) => matchers[2])).toEqual(['severity="ticket"']);
  });

  it("leaves an SLO without owner to the default route", () => {
    const { owner: _, ...ownerless } = slo();
    expect(config(base, [ownerless]).route.routes).toHaveLength(1);
  });

  it("warns about a route of the base that takes every alert before ours", () => {
    const greedy = base.replace(', matchers: [team="dba"], continue: true', "");
    expect(written(greedy).warnings[0]).toContain("takes every alert before our routes");
  });

  it("adds inhibition behind the base's own: the faster tier and the worse state silence the rest", () => {
    const [own, ...ours] = config(base, [
      slo({ groupBy: ["zone"] }),
      slo({ name: "b", groupBy: ["region"] }),
    ]).inhibit_rules;
    expect(own?.equal).toEqual(["cluster"]);
    expect(ours).toHaveLength(6);
    expect(ours[0]).toEqual({
      source_matchers: ['alertname="ErrorBudgetBurn"', 'tier="fast"'],
      target_matchers: ['alertname="ErrorBudgetBurn"', 'tier=~"medium|slow|long"'],
      equal: ["slo_id", "region", "zone"],
    });
  });

  it("fills empty lists of the base", () => {
    const empty = "route: { receiver: a, routes: [] }\nreceivers: [{ name: a }]\ninhibit_rules: []\n";
    expect(config(empty).route.routes).toHaveLength(6);
    expect(config(empty).inhibit_rules).toHaveLength(6);
  });
});

describe("alertmanager.yaml without a base", () => {
  it("is whole, and says nothing about receivers that nobody can have written yet", () => {
    const { text, warnings } = alertmanagerText([shop]);
    expect((parse(text) as Config).receivers).toEqual([{ name: "default" }]);
    expect(warnings).toEqual([]);
  });
});

describe("a base that cannot be extended", () => {
  it.each([
    ["route: [", "no YAML"],
    ["- a", "no mapping"],
    ["receivers: []", "has no route"],
    ["route: {}", "names no default receiver"],
    ["route: {receiver: pager}\nreceivers: [{name: mail}]", '"pager" is not among its receivers'],
    [written().text, "itself compiled"],
  ])("is refused with the reason (%#)", (text, reason) => {
    expect(() => written(text)).toThrow(AlertmanagerBaseError);
    expect(() => written(text)).toThrow(reason);
  });
});
