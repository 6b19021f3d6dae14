import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../src/gate/decide.ts";
import { inputsOf } from "../../../src/gate/replay/inputs.ts";
import { recordDecision } from "../../../src/gate/record.ts";
import { isRefusal } from "../../../src/governance/act.ts";
import { approveException } from "../../../src/governance/exceptions/answer.ts";
import { requestException } from "../../../src/governance/exceptions/ask.ts";
import type { Exception } from "../../../src/governance/exceptions/exception.ts";
import { stateOf } from "../../../src/governance/exceptions/state.ts";
import type { Journal } from "../../../src/governance/journal.ts";
import type { Desk } from "../../../src/runtime/governance/desk.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import { later } from "../../support/snapshots.ts";
import { person } from "../../support/people.ts";
import { frozenShop, request } from "../../http/governance/world.ts";
import { deskOver } from "./acts.ts";

const facts = frozenShop();
const now = later("10s");
const deskAt = (journal: Pick<Journal, "append" | "read">): Desk => deskOver(journal, () => now);

const alice = person({ subject: "alice@example.org", roles: ["requester"] });
const ci = person({ subject: "deploy-bot", kind: "machine", roles: ["machine"] });
const approver = (subject: string, group: string) =>
  person({ subject, roles: ["approver"], groups: [group] });
const crowd = [
  approver("bob@example.org", "team-shop"),
  approver("ben@example.org", "team-shop"),
  approver("carol@example.org", "sre"),
  approver("cleo@example.org", "sre"),
];

async function asked(desk: Desk, maxUses = 1): Promise<Exception> {
  const input = { ...request({ change: {}, maxUses }), reason: { category: "legal" as const, text: "tax" } };
  const result = await desk.act((state, occasion) => requestException(state, occasion, alice, input, facts));
  if (!result.ok) throw new Error(result.message);
  return desk.state().exceptions.get(result.answer.id)!;
}

const approves = (desk: Desk, { id, requestHash }: Exception, who: (typeof crowd)[number]) =>
  desk.act((state, occasion) => approveException(state, occasion, who, { id, requestHash }, facts));

const deploys = (desk: Desk, sha: string) =>
  desk.act((state, occasion) => {
    const place = { kind: "service", service: "checkout", environment: "production" } as const;
    const question = { subject: place, change: "feature", group: {}, sha } as const;
    const verdict = decide(question, facts, state, occasion.now);
    const act = recordDecision(
      question,
      { verdict, inputs: () => inputsOf(question, facts, state, occasion.now) },
      state,
      occasion,
      ci,
    );
    if (isRefusal(act)) return act;
    return { events: act.events, answer: { id: act.answer.id, allowed: act.answer.verdict.allowed } };
  });

/** Two replicas, each with a desk of its own, on one journal whose answers come in any order. */
function replicas(scheduler: fc.Scheduler) {
  const journal = openMemoryJournal();
  const slow = {
    read: scheduler.scheduleFunction(journal.read),
    append: scheduler.scheduleFunction(journal.append),
  };
  return { journal, desks: [deskAt(slow), deskAt(slow)] as const };
}

describe("people at two replicas, in any interleaving", () => {
  it("fill each seat once: of two for a seat at the same instant one is the last needed, the other is told", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.shuffledSubarray(crowd, { minLength: 2 }),
        async (scheduler, people) => {
          const { journal, desks } = replicas(scheduler);
          const exception = await asked(deskAt(journal));
          const results = await scheduler.waitFor(
            Promise.all(people.map((who, n) => approves(desks[n % 2]!, exception, who))),
          );
          const filled = new Set(people.flatMap(({ groups }) => groups)).size;
          expect(results.filter(({ ok }) => ok)).toHaveLength(filled);
          const lastOnes = results.filter((each) => each.ok && each.answer.state === "active");
          expect(lastOnes).toHaveLength(filled === 2 ? 1 : 0);
          const end = (await deskAt(journal).refresh()).exceptions.get(exception.id)!;
          expect(stateOf(end, now)).toBe(filled === 2 ? "active" : "pending");
        },
      ),
      { numRuns: 40 },
    );
  });

  it("never spend more uses than were granted, and the same change spends one", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 2 }),
        fc.array(fc.constantFrom("aaa1111", "bbb2222", "ccc3333"), { minLength: 2, maxLength: 6 }),
        async (scheduler, maxUses, shas) => {
          const { journal, desks } = replicas(scheduler);
          const one = deskAt(journal);
          const exception = await asked(one, maxUses);
          for (const who of [crowd[0]!, crowd[2]!]) await approves(one, exception, who);
          const results = await scheduler.waitFor(
            Promise.all(shas.map((sha, n) => deploys(desks[n % 2]!, sha))),
          );
          const allowed = shas.filter((_, n) => results[n]!.ok && results[n]!.answer.allowed);
          expect(new Set(allowed).size).toBe(Math.min(maxUses, new Set(shas).size));
          // Whoever was let in once stays let in, under the same decision.
          for (const sha of new Set(allowed)) {
            const ids = shas.flatMap((each, n) => {
              const result = results[n]!;
              return each === sha && result.ok ? [result.answer.id] : [];
            });
            expect(new Set(ids).size).toBe(1);
          }
          const { uses } = (await deskAt(journal).refresh()).exceptions.get(exception.id)!;
          expect(uses.length).toBeLessThanOrEqual(maxUses);
        },
      ),
      { numRuns: 40 },
    );
  });
});
