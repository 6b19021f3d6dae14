import { decide } from "../../../src/gate/decide.ts";
import type { Question } from "../../../src/gate/question.ts";
import { canonical } from "../../../src/governance/chain.ts";
import { replay } from "../../../src/gate/replay/replay.ts";
import { type GateInputs, inputsOf } from "../../../src/gate/replay/inputs.ts";
import { recordDecision, type Recorded } from "../../../src/gate/record.ts";
import type { Verdict } from "../../../src/gate/verdict.ts";
import { isRefusal, type Act, type Occasion, type RefusalCode } from "../../../src/governance/act.ts";
import { approveException, denyException } from "../../../src/governance/exceptions/answer.ts";
import { breakGlass, requestException } from "../../../src/governance/exceptions/ask.ts";
import type { ExceptionAnswer } from "../../../src/governance/exceptions/command.ts";
import { exceptionsDue } from "../../../src/governance/exceptions/due.ts";
import { editException } from "../../../src/governance/exceptions/edit.ts";
import type { Exception } from "../../../src/governance/exceptions/exception.ts";
import type { BreakGlassInput, ExceptionInput } from "../../../src/governance/exceptions/input.ts";
import { obstaclesOf } from "../../../src/governance/exceptions/obstacles.ts";
import { followUpException, reviewException } from "../../../src/governance/exceptions/review.ts";
import { stateOf } from "../../../src/governance/exceptions/state.ts";
import { revokeException, withdrawException } from "../../../src/governance/exceptions/take-back.ts";
import type { EventKind, JournalEntry, JournalEvent } from "../../../src/governance/journal.ts";
import type { Identity } from "../../../src/governance/people/identity.ts";
import { emptyState, take, type GovernanceState } from "../../../src/governance/state.ts";
import type { ChangeKind } from "../../../src/model/policy.ts";
import type { Timestamp } from "../../../src/model/units.ts";
import type { JudgedSlo } from "../../../src/policy/judged.ts";
import type { Snapshot } from "../../../src/runtime/snapshot.ts";
import { judged, later, noon, snapshotOf } from "../../support/snapshots.ts";

export const person = (name: string, ...groups: readonly string[]): Identity => ({
  subject: `${name}@example.org`,
  kind: "person",
  roles: ["requester", "approver"],
  groups,
  services: ["*"],
  via: "test",
});

/** team-shop owns the services of the examples; the director may stand in. */
export const alice = person("alice", "team-shop");
export const olga = person("olga", "team-shop");
export const sam = person("sam", "sre");
export const sara = person("sara", "sre");
export const dora = person("dora", "director");
export const finn = person("finn", "finance");

export const wanted: ExceptionInput = {
  service: "checkout",
  environments: ["production"],
  reason: { category: "customer-commitment", text: "The contract names this date" },
  businessImpact: "A customer leaves",
  risk: "Small",
  rollbackPlan: "Roll back",
};

export const restricted = (changes: Parameters<typeof judged>[0] = {}): JudgedSlo =>
  judged({ consumed: 0.95, ...changes });
export const frozen = (changes: Parameters<typeof judged>[0] = {}): JudgedSlo =>
  judged({ consumed: 1.1, ...changes });

export interface Asking {
  sha?: string;
  change?: ChangeKind;
  environment?: string;
  group?: Question["group"];
  dryRun?: boolean;
}

/** One service in trouble, the people around it, and a journal: what is not said is as in the examples. */
export class Scene {
  readonly governance: GovernanceState = emptyState();
  readonly entries: JournalEntry[] = [];
  snapshot: Snapshot;
  now: Timestamp = noon;
  #ids = 0;

  constructor(slos: readonly JudgedSlo[] = [restricted()], changes: Partial<Snapshot> = {}) {
    this.snapshot = snapshotOf(slos, changes);
  }

  /** The next cycle finds this. */
  find(slos: readonly JudgedSlo[], changes: Partial<Snapshot> = {}): this {
    this.snapshot = snapshotOf(slos, { finishedAt: this.now, ...changes });
    return this;
  }

  /** Time goes by, and cycles with it. */
  wait(by: string): this {
    this.now = later(by, this.now);
    this.snapshot = { ...this.snapshot, finishedAt: this.now };
    return this;
  }

  append(events: readonly JournalEvent[]): void {
    for (const event of events) {
      const entry = { ...structuredClone(event), seq: this.entries.length + 1, prevHash: "", hash: "" };
      this.entries.push(entry);
      take(this.governance, entry);
    }
  }

  get occasion(): Occasion {
    return { now: this.now, newId: (prefix) => `${prefix}-${++this.#ids}` };
  }

  /** What the command answers, once its events are in the journal; or why it was refused. */
  does<Answer>(act: Act<Answer>): Answer | RefusalCode {
    if (isRefusal(act)) return act.refused;
    this.append(act.events);
    return act.answer;
  }

  #done = (act: Act<ExceptionAnswer>): RefusalCode | ExceptionAnswer["state"] => {
    const result = this.does(act);
    return typeof result === "string" ? result : result.state;
  };

  /** The leader appends what is due; the kinds of it. */
  lead(): readonly EventKind[] {
    const due = exceptionsDue(this.governance, this.snapshot, this.now);
    this.append(due);
    return due.map(({ kind }) => kind);
  }

  request(changes: Partial<ExceptionInput> = {}, by = alice): string {
    const act = requestException(
      this.governance,
      this.occasion,
      by,
      { ...wanted, ...changes },
      this.snapshot,
    );
    const result = this.does(act);
    if (typeof result === "string") throw new Error(`refused: ${JSON.stringify(act)}`);
    return result.id;
  }
  tryRequest(changes: Partial<ExceptionInput> = {}, by = alice) {
    return this.does(
      requestException(this.governance, this.occasion, by, { ...wanted, ...changes }, this.snapshot),
    );
  }
  tryBreakGlass(changes: Partial<BreakGlassInput> = {}, by = alice) {
    const { service, environments, reason } = wanted;
    const input = { service, environments, reason, ...changes };
    return this.does(breakGlass(this.governance, this.occasion, by, input, this.snapshot));
  }
  breakGlass(changes: Partial<BreakGlassInput> = {}, by = alice): string {
    const result = this.tryBreakGlass(changes, by);
    if (typeof result === "string") throw new Error(`refused: ${result}`);
    return result.id;
  }
  edit(id: string, changes: Partial<ExceptionInput> = {}, by = alice) {
    const input = { id, input: { ...wanted, ...changes } };
    return this.#done(editException(this.governance, this.occasion, by, input, this.snapshot));
  }
  approve(id: string, by: Identity, more: { group?: string; requestHash?: string } = {}) {
    const input = { id, requestHash: this.exception(id).requestHash, ...more };
    return this.#done(approveException(this.governance, this.occasion, by, input, this.snapshot));
  }
  deny(id: string, by: Identity) {
    return this.#done(
      denyException(this.governance, this.occasion, by, { id, reason: "too risky" }, this.snapshot),
    );
  }
  withdraw(id: string, by = alice) {
    return this.#done(withdrawException(this.governance, this.occasion, by, { id }, this.snapshot));
  }
  revoke(id: string, by: Identity) {
    return this.#done(
      revokeException(this.governance, this.occasion, by, { id, reason: "enough" }, this.snapshot),
    );
  }
  review(id: string, by: Identity) {
    const input = { id, verdict: "justified" as const, comment: "it was down" };
    return this.#done(reviewException(this.governance, this.occasion, by, input));
  }
  followUp(id: string, by: Identity) {
    return this.#done(followUpException(this.governance, this.occasion, by, { id, comment: "cleaned up" }));
  }

  exception(id: string): Exception {
    const exception = this.governance.exceptions.get(id);
    if (exception === undefined) throw new Error(`there is no ${id}`);
    return exception;
  }
  state(id: string) {
    return stateOf(this.exception(id), this.now);
  }
  obstacles(id: string) {
    const { snapshot: facts, now } = this;
    return obstaclesOf(this.exception(id), { facts, exceptions: this.governance.exceptions, now });
  }

  #question(asking: Asking): Question {
    const { sha = "a1", change = "feature", environment = "production", group = {}, dryRun = false } = asking;
    const subject = { kind: "service", service: "checkout", environment } as const;
    return { subject, change, group, sha, ...(dryRun && { dryRun }) };
  }
  /** What the gate would say: a GET. */
  ask(asking: Asking = {}): Verdict {
    return decide(this.#question(asking), this.snapshot, this.governance, this.now);
  }
  /** What the gate says on the record: a POST. */
  post(asking: Asking = {}, by = alice): Recorded {
    const question = this.#question(asking);
    const verdict = decide(question, this.snapshot, this.governance, this.now);
    const inputs = () => inputsOf(question, this.snapshot, this.governance, this.now);
    assertReplayable(verdict, inputs());
    const decided = { verdict, inputs };
    const recorded = this.does(recordDecision(question, decided, this.governance, this.occasion, by));
    if (typeof recorded === "string") throw new Error(`refused: ${recorded}`);
    return recorded;
  }
}

/** Whatever the story, what is put on record comes to the same verdict again. */
function assertReplayable(verdict: Verdict, inputs: GateInputs): void {
  const { identical, differences } = replay(verdict, JSON.parse(canonical(inputs)) as GateInputs);
  if (!identical) throw new Error(`replayed otherwise: ${JSON.stringify(differences)}`);
}

/** A scene with an exception that owner and SRE have approved. */
export function approved(
  changes: Partial<ExceptionInput> = {},
  scene = new Scene(),
): { scene: Scene; id: string } {
  const id = scene.request(changes);
  scene.approve(id, olga);
  scene.approve(id, sam);
  return { scene, id };
}
