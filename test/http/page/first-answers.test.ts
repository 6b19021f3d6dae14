import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { readPage } from "../../../src/http/page/assets.ts";
import type { AppDeps } from "../../../src/http/deps.ts";
import { pagePolicy } from "../../../src/http/page/serve.ts";
import { type FirstAnswers, firstAnswersId, firstQuestions } from "../../../src/model/web/first-view.ts";
import type { Snapshot } from "../../../src/runtime/snapshot.ts";
import { held, knowing } from "../../support/people.ts";
import { judged, snapshotOf } from "../../support/snapshots.ts";
import { appWith, get } from "../support/app.ts";

const folder = temporaryFolder("first-answers");
afterAll(() => removeFolder(folder));
mkdirSync(join(folder, "assets"));
const shell = '<!doctype html><title>nines</title><body><div id="app"></div></body>';
writeFileSync(join(folder, "index.html"), shell);
const page = readPage(folder)!;

const shop = snapshotOf([
  judged({ consumed: 0.912, slo: { service: "checkout" } }),
  judged({ consumed: 0.06, slo: { service: "search", owner: "team-search", environment: "staging" } }),
]);
const serving = (changes: Partial<AppDeps> = {}, snapshot: Snapshot | undefined = shop) =>
  appWith(snapshot, { page, ...changes });

const block = new RegExp(`<script type="application/json" id="${firstAnswersId}">(.*)</script></body>$`);
const answersIn = (html: string): FirstAnswers | undefined => {
  const found = block.exec(html)?.[1];
  return found === undefined ? undefined : (JSON.parse(found) as FirstAnswers);
};

describe("the page as it is served", () => {
  it.each(["/", "/?environment=staging&state=healthy", "/slos/checkout.availability.production"])(
    "carries at %s what the API would answer to each of its first questions",
    async (path) => {
      const app = serving();
      const { text } = await get(app, path);
      const { pathname, searchParams } = new URL(path, "http://localhost");
      const questions = firstQuestions(pathname, searchParams);
      const answers = await Promise.all(questions.map((question) => get(app, question)));
      expect(answersIn(text)?.answers).toEqual(
        Object.fromEntries(answers.map(({ body }, index) => [questions[index], body])),
      );
    },
  );

  it("says up to which entry and cycle it knows", async () => {
    const { cycle, seq } = answersIn((await get(serving(), "/")).text) ?? {};
    expect([cycle, seq]).toEqual([shop.cycle, 0]);
  });

  it("may not be kept by anybody, and holds nothing that may run", async () => {
    const { headers, text } = await get(serving(), "/");
    expect(headers).toMatchObject({ "cache-control": "no-store", "content-security-policy": pagePolicy });
    expect(text.match(/<script(?! type="application\/json")/)).toBeNull();
  });

  it("cannot be left by a text that looks like HTML", async () => {
    const owner = "</script><script>alert(1)</script><!--";
    const { text } = await get(serving({}, snapshotOf([judged({ slo: { owner } })])), "/");
    expect(text.match(/<\/script>/g)).toHaveLength(1);
    expect(JSON.stringify(answersIn(text))).toContain(owner);
  });

  it("leaves out what is wrongly asked, for the page to be told why", async () => {
    const known = Object.keys(answersIn((await get(serving(), "/?tier=9")).text)?.answers ?? {});
    expect(known).toContain("/api/v1/me");
    expect(known.filter((question) => question.includes("tier"))).toEqual([]);
  });

  it("carries nothing before the first cycle has finished", async () => {
    expect((await get(appWith(undefined, { page }), "/")).text).toBe(shell);
  });
});

describe("who opens the page", () => {
  const alice = held({ subject: "alice@example.org", roles: ["viewer"] });
  const closed = { people: knowing([alice], { readsAreOpen: false }) };

  it("finds nothing in it where reading needs somebody and nobody is known", async () => {
    expect((await get(serving(closed), "/")).text).toBe(shell);
    expect((await get(serving(closed), "/", held().headers)).text).toBe(shell);
  });

  it("finds what they may read themselves, and who they are", async () => {
    const { answers } = answersIn((await get(serving(closed), "/", alice.headers)).text)!;
    expect(answers["/api/v1/me"]).toMatchObject({ identity: { subject: "alice@example.org" } });
    expect(answers["/api/v1/overview?limit=20"]).toMatchObject({ total: 2 });
  });

  it("finds no budgets in it with a role that reads none", async () => {
    const pager = held({ roles: ["alertmanager"] });
    const app = serving({ people: knowing([pager], { readsAreOpen: false }) });
    expect((await get(app, "/", pager.headers)).text).toBe(shell);
  });

  it("has used up one of the requests that they may make a minute, and has the page without answers after the last", async () => {
    const limits = { reads: 2, writes: 1, gate: 1 };
    const app = serving({ people: { ...closed.people, limits } });
    const seen = [];
    for (let opened = 0; opened < 3; opened += 1)
      seen.push((await get(app, "/", alice.headers)).text === shell);
    expect(seen).toEqual([false, false, true]);
  });
});
