import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../kit/until.ts";
import { openGitlab } from "../../src/forges/gitlab.ts";
import type { ForgeClerk } from "../../src/runtime/forge-clerk.ts";
import { type FakeGitlab, gitlabToken, mergeRequest, startGitlab } from "./support/gitlab.ts";
import { ninesFor, shop } from "./support/world.ts";

const [first, second] = ["a".repeat(40), "b".repeat(40)];
let gitlab: FakeGitlab;
let nines: ReturnType<typeof ninesFor>;
let clerk: ForgeClerk | undefined;

beforeEach(async () => {
  gitlab = await startGitlab(first);
  nines = ninesFor(() => openGitlab({ url: gitlab.url, token: async () => gitlabToken }));
  await nines.desk.refresh();
});
afterEach(async () => {
  await clerk?.stop();
  clerk = undefined;
  await nines.close();
  await gitlab.close();
});

const deliver = (sha = first, headers: object = {}, changes: object = {}) =>
  nines.deliver("gitlab", mergeRequest(sha, changes), headers);
const answered = () =>
  until(() => nines.requests().length > 0 && nines.requests().every((each) => each.answered), {
    what: "GitLab is answered",
    every: 3,
  });
const told = (count: number) => until(() => gitlab.set.length >= count, { what: "GitLab is told", every: 3 });

describe("an external status check", () => {
  it.each([
    ["a budget that remains", 0.2, false, "passed"],
    ["a warning", 0.8, false, "passed"],
    ["a fast burn", 0.2, true, "failed"],
  ])("is answered for %s", async (_, consumed, fastBurn, status) => {
    nines.found.snapshot = shop(consumed, fastBurn);
    clerk = nines.start();
    expect(await deliver()).toMatchObject({ status: 202, body: { taken: true } });
    await answered();
    expect(gitlab.set).toEqual([
      { project: 6, mergeRequest: 4, sha: first, external_status_check_id: 3, status },
    ]);
    const [decision] = await nines.journal.read(1, 10, { kinds: ["gate-decision"] });
    expect(decision).toMatchObject({ actor: "ci:gitlab:shop/search" });
  });

  it("is kept pending while it waits, since GitLab fails it after two minutes, and passes once approved", async () => {
    nines.found.snapshot = shop(1.1);
    clerk = nines.start();
    await deliver();
    const begin = nines.clock.now;
    await nines.passing(() => told(3));
    expect(nines.clock.now - begin).toBeGreaterThanOrEqual(120);
    expect(gitlab.set.map(({ status }) => status)).toEqual(["pending", "pending", "pending"]);
    const { id } = await nines.ask("search", first);
    await nines.approve(id);
    await answered();
    expect(gitlab.set.at(-1)).toMatchObject({ status: "passed" });
  });

  it("of a commit that was pushed over is asked no longer", async () => {
    nines.found.snapshot = shop(1.1);
    await deliver();
    gitlab.state.head = second;
    await deliver(second, { "idempotency-key": "d-2" });
    clerk = nines.start();
    await told(1);
    expect(nines.requests().map(({ sha, answered: is }) => [sha, is?.answer])).toEqual([
      [first, "superseded"],
      [second, undefined],
    ]);
    expect(gitlab.set[0]).toMatchObject({ sha: second, status: "pending" });
  });

  it("of a commit that GitLab no longer has at the head is left alone", async () => {
    gitlab.state.head = second;
    clerk = nines.start();
    await deliver();
    await answered();
    expect(nines.requests()[0]!.answered).toMatchObject({
      answer: "gone",
      reason: "the merge request has another commit by now",
    });
  });

  it("is tried again when GitLab is not well", async () => {
    gitlab.state.failures = [503];
    clerk = nines.start();
    await deliver();
    await nines.passing(answered);
    expect(gitlab.state.failures).toEqual([]);
    expect(gitlab.set).toMatchObject([{ status: "passed" }]);
  });

  it("needs its signature", async () => {
    expect(await deliver(first, { "x-gitlab-signature": "" })).toMatchObject({ status: 401 });
    expect(nines.requests()).toEqual([]);
  });

  it("of a merge request that is closed asks nothing", async () => {
    expect(await deliver(first, {}, { state: "merged" })).toMatchObject({ body: { taken: false } });
  });
});
