import { movedReplica } from "../history/story.ts";
import type { Send, Telling } from "./telling.ts";

const [alice, bob, carol] = ["alice@example.org", "bob@example.org", "carol@example.org"] as const;

/** What people ask for and others decide, one of each: on the frozen service, and on one that has room. */
export async function plantCases({ send, at }: Telling): Promise<void> {
  await plantDecisions(send);
  const { began, lasted } = movedReplica;
  await approved(send, "corrections", { ...move, from: at(began), to: at(began - lasted) }, [
    [bob, "team-search", "as announced the week before"],
  ]);
  await plantExperiments(send);
  await send(alice, "exceptions", waiting);
}

interface Receipt {
  id: string;
  requestHash: string;
}

/** Asks for something, and has others say yes to it, each with a comment. */
async function approved(
  send: Send,
  path: string,
  request: object,
  approvals: readonly (readonly [by: string, group: string, comment: string])[],
): Promise<void> {
  const { id, requestHash } = await send<Receipt>(alice, path, request);
  for (const [by, group, comment] of approvals)
    await send(by, `${path}/${id}/approve`, { requestHash, group, comment });
}

/** What can wait is held, on record; what the law asks for goes out although the service is frozen. */
async function plantDecisions(send: Send): Promise<void> {
  const ask = ({ change: { sha } }: { change: { sha: string } }): Promise<unknown> =>
    send(alice, "gate/decisions", {
      ...{ service: "payments", environment: "production", change: "feature", sha },
    });
  await ask(waiting);
  await approved(send, "exceptions", lawful, [
    [bob, "team-payments", "read with the lawyers: nothing but the receipt changes"],
    [carol, "sre", "taking it back was tried this morning"],
  ]);
  await ask(lawful);
}

const frozen = { service: "payments", environments: ["production"] };

const lawful = {
  ...frozen,
  change: { sha: "b41f0c2d", kinds: ["feature"] },
  reason: { category: "legal", text: "Receipts must name the tax from tomorrow on" },
  businessImpact: "Every receipt of tomorrow would be wrong",
  risk: "One line more on the receipt; no payment takes another way",
  rollbackPlan: "The former receipt is one switch away",
};

/** What waits for two people when the demo opens: the frozen service has something that cannot wait. */
const waiting = {
  ...frozen,
  change: { sha: "7c20e9b4", kinds: ["feature"] },
  reason: { category: "customer-commitment", text: "The new fees are in force from Monday on" },
  businessImpact: "Every payment is charged the old fee until it is out",
  risk: "One table is read differently; the rest of the service is untouched",
  rollbackPlan: "The former image is kept warm and takes the traffic back within two minutes",
};

/** Nobody who searched noticed it: the other replicas answered. */
const move = {
  service: "search",
  environments: ["production"],
  slos: ["search.up.production"],
  effect: "drop",
  reason: "A replica was moved to another machine, as announced; the others answered every search",
  evidence: ["https://changes.example/4711"],
};

/** One that is over, and one that is being watched while you look. */
async function plantExperiments(send: Send): Promise<void> {
  const past = await send<Receipt>(alice, "experiments", trial);
  await send(alice, `experiments/${past.id}/start`, {});
  await send(alice, `experiments/${past.id}/finish`, { reason: "no search was lost, none was slow" });
  const present = await send<Receipt>(alice, "experiments", { ...trial, ...again });
  await send(alice, `experiments/${present.id}/start`, {});
}

const trial = {
  service: "search",
  environment: "production",
  title: "one of the replicas is taken away",
  hypothesis: "The others take its searches within a second",
  blastRadius: "one replica of search, a third of the traffic",
  cost: 0.01,
  caps: { spend: 0.02, burn: 10 },
  length: "10m",
};

const again = {
  title: "the index answers 50 ms later",
  hypothesis: "Nobody who searches notices",
  blastRadius: "one replica of search, a third of the traffic",
  length: "8h",
};
