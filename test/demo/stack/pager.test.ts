import { afterEach, describe, expect, it } from "vitest";
import { startPager, type Pager } from "../../../demo/stack/pager.ts";

const pagers: Pager[] = [];
const pager = async (): Promise<Pager> => {
  const started = await startPager();
  pagers.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(pagers.splice(0).map((one) => one.close()));
});

const alert = (status: string, tier: string) => ({ status, labels: { alertname: "ErrorBudgetBurn", tier } });
const notify = async ({ url }: Pager, ...alerts: unknown[]): Promise<number> => {
  const body = JSON.stringify({ version: "4", receiver: "team-shop-page", alerts });
  return (await fetch(`${url}/team-shop-page`, { method: "POST", body })).status;
};

describe("the demo's pager", () => {
  it("keeps every alert with the receiver it was routed to", async () => {
    const open = await pager();
    expect(await notify(open, alert("firing", "fast"), alert("firing", "medium"))).toBe(204);
    expect(open.notices()).toMatchObject([
      { receiver: "team-shop-page", status: "firing", labels: { tier: "fast" } },
      { receiver: "team-shop-page", status: "firing", labels: { tier: "medium" } },
    ]);
  });

  it("does not ring again for what it was told before, but does when it is resolved", async () => {
    const open = await pager();
    await notify(open, alert("firing", "fast"));
    await notify(open, alert("firing", "fast"));
    await notify(open, alert("resolved", "fast"));
    expect(open.notices().map(({ status }) => status)).toEqual(["firing", "resolved"]);
  });

  it("refuses what is no notification", async () => {
    const open = await pager();
    expect((await fetch(open.url, { method: "POST", body: "hello" })).status).toBe(400);
    expect(open.notices()).toEqual([]);
  });
});
