import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visit } from "../../../kit/browser.ts";
import type { ExceptionDetailBody } from "../../../src/http/schemas/governance/exception.ts";
import type { WindowDetailBody } from "../../../src/http/schemas/governance/window.ts";
import type { SharedDemo } from "../../setup/demo.ts";
import { sharedBrowser, sharedDemo } from "../shared.ts";
import { openAs, reads } from "./support.ts";

let demo: SharedDemo;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [demo, browser] = await Promise.all([sharedDemo(), sharedBrowser()]);
  ({ page } = await openAs(browser, demo.people.alice));
});
afterAll(() => browser.close());

async function send<Body>(
  who: keyof SharedDemo["people"],
  path: string,
  body: object,
  method = "POST",
): Promise<Body> {
  const answer = await fetch(`${demo.nines}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${demo.people[who]}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${path} answered ${answer.status}`).toBe(true);
  return (await answer.json()) as Body;
}

const asked = {
  service: "payments",
  environments: ["production"],
  change: { sha: "editing-77a", kinds: ["feature"] },
  reason: { category: "dependency", text: "the bank closes its former door tonight" },
  businessImpact: "no payment of that bank goes through",
  risk: "a timeout is longer",
  rollbackPlan: "the former address is one switch away",
};
const head = () => page.locator(".slo-head");
const seats = () => page.getByLabel("Seats of the quorum");

describe("an exception that waits", () => {
  let exception: ExceptionDetailBody;
  beforeAll(async () => {
    exception = await send("alice", "exceptions", asked);
    const { id, requestHash } = exception;
    await send("bob", `exceptions/${id}/approve`, { requestHash, comment: "read" });
  });

  it("is edited where it stands, by who asked, told beforehand whose approval falls away", async () => {
    await visit(page, `${demo.nines}/exceptions/${exception.id}`);
    await reads(seats(), /owner bob/);
    await page.getByRole("link", { name: "Edit: approvals given so far fall away" }).click();
    await reads(page.getByRole("main"), /approvals given so far fall away.*bob@example\.org/i);
    expect(await page.getByLabel("why it cannot wait").inputValue()).toBe(asked.reason.text);
    await page.getByLabel("what can go wrong").fill("a timeout is longer, for an hour");
    await page.getByRole("button", { name: /^Save/ }).click();
    await page.waitForURL(`**/exceptions/${exception.id}`);
    await reads(page.getByLabel("What is asked"), /a timeout is longer, for an hour/);
    await reads(head(), /pending/);
    await reads(seats(), /owner empty.*sre empty/);
  });

  it("that was edited elsewhere meanwhile says so in place, and is not written over", async () => {
    await visit(page, `${demo.nines}/exceptions/${exception.id}/edit`);
    await page.getByLabel("what can go wrong").fill("nothing");
    const elsewhere = { ...asked, risk: "two timeouts are longer" };
    await send("alice", `exceptions/${exception.id}`, elsewhere, "PUT");
    await reads(page.getByRole("alert"), /Somebody has edited it since you opened it/);
    await page.getByRole("button", { name: /^Save/ }).click();
    await reads(page.getByRole("main"), /was edited since you read it/);
    expect(await page.getByLabel("what can go wrong").inputValue()).toBe("nothing");
    await page.getByRole("button", { name: /^Begin again/ }).click();
    await expect.poll(() => page.getByLabel("what can go wrong").inputValue()).toBe(elsewhere.risk);
  });

  it("is nobody else's to edit, which the page says with whose it is", async () => {
    const { page: other } = await openAs(browser, demo.people.bob);
    await visit(other, `${demo.nines}/exceptions/${exception.id}/edit`);
    await reads(other.getByRole("main"), /You cannot edit this exception: only alice@example\.org may/);
    await other.close();
    await send("alice", `exceptions/${exception.id}/withdraw`, {});
  });
});

describe("a window that waits", () => {
  it("is edited with what it says filled in, and waits for everybody anew", async () => {
    const [from, to] = [30, 31].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    const { id, requestHash } = await send<WindowDetailBody>("alice", "windows", {
      ...{ kind: "maintenance", title: "a new bank", reason: "CHG-88", service: "payments" },
      ...{ environments: ["production"], schedule: { kind: "once", from, to }, acts: { budget: "drop" } },
    });
    await send("bob", `windows/${id}/approve`, { requestHash, comment: "read" });
    await visit(page, `${demo.nines}/windows/${id}/edit`);
    expect(await page.getByLabel("its time in the budget").inputValue()).toBe("drop");
    await page.getByLabel("title").fill("a new bank, and its certificates");
    await page.getByRole("button", { name: /^Save/ }).click();
    await page.waitForURL(`**/windows/${id}`);
    await reads(page.locator("h1"), /a new bank, and its certificates/);
    await reads(seats(), /owner empty/);
    await send("alice", `windows/${id}/cancel`, {});
  });
});
