import { describe, expect, inject, it } from "vitest";
import type { Alert } from "../../kit/alertmanager.ts";
import { until } from "../../kit/until.ts";

const alerts = async (): Promise<readonly Alert[]> =>
  (await (await fetch(`${inject("servers").alertmanager}/api/v2/alerts`)).json()) as readonly Alert[];

const burn = (service: string, tier: string) =>
  until(
    async () =>
      (await alerts()).find(
        ({ labels }) =>
          labels.alertname === "ErrorBudgetBurn" && labels.slo_service === service && labels.tier === tier,
      ),
    { what: `the ${tier} alert of ${service} reaches Alertmanager`, timeout: 300_000 },
  );

describe("alerts on a real Alertmanager", () => {
  it("a fast burn arrives as a page with everything routing and a person need", async () => {
    const { labels, annotations } = await burn("burning", "fast");
    expect(labels).toMatchObject({
      severity: "page",
      slo_id: "burning.availability.production",
      slo_environment: "production",
      owner: "team-fire",
      criticality: "1",
      domain: "road",
    });
    expect(annotations.runbook_url).toBe("https://runbooks.example/burning");
    expect(annotations.summary).toContain("burning");
    expect(annotations.description).toMatch(/\d+(\.\d+)?\s?%/);
  }, 310_000);

  it("the page inhibits the ticket of the same SLO", async () => {
    await burn("burning", "slow");
    const ticket = await until(
      async () => {
        const found = await burn("burning", "slow");
        return found.status.state === "suppressed" ? found : undefined;
      },
      { what: "the ticket is suppressed", timeout: 60_000 },
    );
    expect(ticket.labels.severity).toBe("ticket");
    expect(ticket.status.inhibitedBy).toHaveLength(1);
    expect((await burn("burning", "fast")).status.state).toBe("active");
  }, 400_000);

  it("no page rings for what stands still: frozen, but not burning", async () => {
    await burn("burning", "fast");
    // Others share this Alertmanager, and some of them burn on purpose.
    const road = ["team-road", "team-fire"];
    const pages = (await alerts()).filter(
      ({ labels: { severity, owner = "" } }) => severity === "page" && road.includes(owner),
    );
    expect(new Set(pages.map(({ labels }) => labels.slo_service))).toEqual(new Set(["burning"]));
  }, 310_000);
});
