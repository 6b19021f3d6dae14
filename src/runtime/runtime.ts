import type { Seconds } from "../model/units.ts";
import { assemble } from "./assemble.ts";
import { openPeriods } from "./calendar/periods.ts";
import { runCycle, type Memory } from "./cycle.ts";
import { isUnread, noDefinitions, readDefinitions, type InForce } from "./definitions.ts";
import { keepPromises } from "./governance/promises.ts";
import { createSteward } from "./governance/steward.ts";
import type { RuntimePorts } from "./ports.ts";
import type { DefinitionsStatus, JournalStatus, Snapshot, SnapshotReader } from "./snapshot.ts";
import { messageOf, transitionLog } from "./transitions.ts";

export interface RuntimeSettings {
  /** From the start of one cycle to the start of the next. */
  interval: Seconds;
}

/** The application: it reads definitions, cycles, and publishes snapshots. */
export interface Runtime extends SnapshotReader {
  /** Reads the journal and the definitions, runs the first cycle, and goes on cycling until stopped. */
  start: () => Promise<void>;
  /** Ends after the cycle under way. */
  stop: () => Promise<void>;
  /** Reads the definitions anew and judges by them at once; broken files keep the last good ones. */
  reload: () => Promise<DefinitionsStatus>;
  /** Runs one cycle now, or joins the one under way: cycles never overlap. */
  cycle: () => Promise<Snapshot>;
}

export function createRuntime(ports: RuntimePorts, { interval }: RuntimeSettings): Runtime {
  let inForce = noDefinitions(ports);
  let current: Snapshot | undefined;
  let running: Promise<Snapshot> | undefined;
  const cycles = cycler(ports, interval);
  const steward = createSteward(ports);
  const promises = keepPromises(ports);
  const clock = ticker(interval, async () => {
    await cycle().catch((error: unknown) =>
      ports.log.error("a cycle failed; the former snapshot stands and grows older", {
        error: messageOf(error),
      }),
    );
  });
  const cycle = (): Promise<Snapshot> => {
    running ??= publish().finally(() => (running = undefined));
    return running;
  };
  const publish = async (): Promise<Snapshot> => {
    await steward.refresh();
    await cycles.begin();
    const judgedBy = inForce;
    if (!isUnread(judgedBy)) await promises.settle(judgedBy.spec.definitions, cycles.standings());
    current = await cycles.run(judgedBy);
    promises.note(current);
    ports.onSnapshot?.(current);
    await steward.attend(current);
    return current;
  };
  return {
    current: () => current,
    cycle,
    start: async () => {
      inForce = await readDefinitions(ports, inForce);
      await clock.start();
    },
    stop: async () => {
      clock.stop();
      await running?.catch(() => undefined);
    },
    reload: async () => {
      inForce = await readDefinitions(ports, inForce);
      // The cycle under way began with the former definitions: theirs is not the answer waited for.
      await running?.catch(() => undefined);
      await cycle();
      return inForce.spec;
    },
  };
}

/** Runs cycles one upon the other and keeps what the next one builds on. */
function cycler(ports: RuntimePorts, interval: Seconds) {
  const journal = transitionLog(ports);
  let memory: Memory = {
    sources: new Map(),
    standings: new Map(),
    behindSince: new Map(),
    periods: openPeriods(),
  };
  let former: JournalStatus = { writable: true, waiting: 0 };
  let count = 0;
  const begin = async (): Promise<void> => {
    memory = { ...memory, standings: await journal.begin(memory.standings) };
  };
  const run = async ({ spec, plans }: InForce): Promise<Snapshot> => {
    const startedAt = ports.now();
    const found = await runCycle(spec, plans, memory, ports);
    memory = found.memory;
    const status = await journal.write(found.transitions);
    reportJournal(ports, former, status);
    former = status;
    count++;
    return assemble({
      cycle: count,
      startedAt,
      finishedAt: ports.now(),
      interval,
      spec,
      slos: found.slos,
      sources: [...memory.sources.values()]
        .map((each) => each.status)
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      journal: status,
    });
  };
  return { begin, run, standings: () => memory.standings };
}

/** Calls again and again, `interval` from start to start, never before the last call has ended. */
function ticker(interval: Seconds, call: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const tick = async (): Promise<void> => {
    const began = performance.now();
    await call();
    const left = interval * 1_000 - (performance.now() - began);
    if (!stopped) timer = setTimeout(() => void tick(), Math.max(left, 50));
  };
  return {
    start: tick,
    stop: (): void => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function reportJournal({ log }: RuntimePorts, before: JournalStatus, now: JournalStatus): void {
  if (!now.writable && before.writable)
    log.error("transitions cannot be journalled and wait", { waiting: now.waiting, error: now.error });
  if (now.writable && !before.writable) log.info("the journal takes transitions again");
}
