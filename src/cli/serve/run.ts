import { setImmediate as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Environment, Flags } from "../../config/decode.ts";
import type { Settings } from "../../config/settings.ts";
import { fingerprint, watchFolder } from "../../files/watch.ts";
import { decide } from "../../gate/decide.ts";
import type { Journal } from "../../governance/journal.ts";
import type { AppDeps } from "../../http/deps.ts";
import { createOwnMetrics } from "../../http/metrics/metrics.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import { type ClosableSource, openSource } from "../../prometheus/source.ts";
import { explainer } from "../../runtime/explain.ts";
import { keepForecasts } from "../../runtime/forecasts.ts";
import type { Leadership } from "../../runtime/leadership.ts";
import { openDesk } from "../../runtime/governance/open-desk.ts";
import type { Reading, RuntimePorts } from "../../runtime/ports.ts";
import { createRuntime, type Runtime } from "../../runtime/runtime.ts";
import { formatDiagnostics } from "../../spec/format.ts";
import { CliError, exit, type ExitCode } from "../exit.ts";
import { announce } from "./announce.ts";
import { openTelling, type Telling } from "./telling/telling.ts";
import { openAnswering, type Answering } from "./forges.ts";
import { anchorInterval, dropAnchors, exportHead } from "./anchor.ts";
import { chronicle } from "./chronicle.ts";
import { definitionsReader, readDefinitions } from "./definitions.ts";
import { assertDemoIsLocal, demoPeopleReader } from "./demo-people.ts";
import { createDuties } from "./duties.ts";
import { followOthers } from "./follow.ts";
import { collectEarly } from "./heap.ts";
import { cycleOnGain, exportLeadership, openLeadership } from "./leadership.ts";
import { ledgerReaders } from "./reading/ledgers.ts";
import { type Listening, assertReachIsMeant, listenAs } from "./listen.ts";
import { openAuditor, openJournal } from "./journal.ts";
import { createLogger, portOf } from "./log.ts";
import { namesOf } from "./hosts.ts";
import { openViews } from "./page.ts";
import { openPeople } from "./people.ts";
import { placesOf } from "./reading/places.ts";
import { openProbing, type Probing } from "./probing.ts";
import { keepRetention, retentionInterval } from "./retention.ts";
import { readSettings } from "./settings.ts";
import { openSilencing, type Silencing } from "./silencing.ts";
import { shutDown, untilSignal } from "./shutdown.ts";
import { version } from "./version.ts";

const now = (): Timestamp => timestamp(Date.now() / 1000);

/** `nines serve`: wires edges to the core, serves until it is told to end, and leaves nothing behind. */
export async function serve(flags: Flags, environment: Environment): Promise<ExitCode> {
  collectEarly();
  const settings = await readSettings(flags, environment);
  assertReachIsMeant(settings);
  assertDemoIsLocal(settings);
  const logger = createLogger(settings);
  const names = settings.sources.map(({ name }) => name);
  const since = await fingerprint(settings.slos);
  const first = await firstReading(settings.slos, names);
  const journal = await openJournal(settings, logger);
  const leadership = await openLeadership(settings, portOf(logger));
  try {
    await run(settings, logger, { journal, leadership }, { ...first, since });
  } finally {
    await leadership.stop();
    await journal.close();
  }
  return exit.good;
}

/** The reading that the start was allowed by, and the state of the files just before it. */
type FirstReading = Reading & { since: string };

/** Without a last good version there is nothing to serve: broken definitions end the start, all of them named. */
async function firstReading(folder: string, sources: readonly string[]): Promise<Reading> {
  const reading = await readDefinitions(folder, sources);
  if (reading.definitions !== undefined) return reading;
  process.stderr.write(formatDiagnostics(reading.diagnostics, "text"));
  throw new CliError(`the definitions in ${folder} have errors: nothing to serve yet`, exit.inputAtFault);
}

/** Everything that lives while nines serves. */
interface Parts {
  settings: Settings;
  logger: Logger;
  journal: Journal;
  leadership: Leadership;
  sources: readonly ClosableSource[];
  runtime: Runtime;
  silencing: Silencing;
  probing: Probing;
  telling: Telling;
  answering: Answering;
  listening: readonly Listening[];
  state: { draining: boolean };
}

async function run(
  settings: Settings,
  logger: Logger,
  { journal, leadership }: Pick<Parts, "journal" | "leadership">,
  first: FirstReading,
): Promise<void> {
  const log = portOf(logger);
  process.once("uncaughtException", (error) => {
    logger.fatal({ err: error }, "unexpected failure: ending");
    process.exit(exit.couldNotWork);
  });
  const ended = untilSignal(log);
  const sources = settings.sources.map(openSource);
  const metrics = createOwnMetrics();
  const { registry } = metrics;
  exportHead(registry, journal);
  exportLeadership(registry, leadership);
  const desk = openDesk({ journal, now, pause: () => pause() });
  const probing = await openProbing(settings, { leadership, registry, sources, now, log });
  const ports: RuntimePorts = {
    sources,
    journal,
    desk,
    leadership,
    duties: createDuties(),
    now,
    log,
    readDefinitions: definitionsReader(settings, first, chronicle({ journal, leadership, now, log })),
    pause: () => pause(),
    onSnapshot: (snapshot) => {
      metrics.cycleFinished(snapshot);
      probing.follow(snapshot.spec.definitions);
      void forecasts.attend(snapshot);
    },
  };
  const runtime = createRuntime(ports, { interval: settings.cycle });
  const forecasts = keepForecasts(explainer(runtime, ports), ports);
  const silencing = openSilencing(settings, { governance: desk.state, leadership, registry, now, log });
  const telling = await openTelling(settings, { desk, leadership, registry, now, log });
  const answering = openAnswering(settings, { desk, snapshots: runtime, leadership, now, log });
  const state = { draining: false };
  const services = () => runtime.current()?.services.values() ?? [];
  const people = await openPeople({ settings, desk, services, now, log });
  const deps: AppDeps = {
    snapshots: runtime,
    decide,
    desk,
    ...(settings.data !== undefined && { auditor: openAuditor(settings.data, settings, log) }),
    governance: desk.state,
    leadership,
    alertmanagers: silencing.status,
    ...(people !== undefined && { people }),
    explain: forecasts.explain,
    forecasts,
    ...ledgerReaders(runtime, ports, desk),
    places: placesOf(settings),
    journeys: probing.reader,
    notices: telling.reader,
    forges: answering.reader,
    ...openViews(settings),
    ...(settings.demoPeople !== undefined && { demoPeople: demoPeopleReader(settings.demoPeople) }),
    incidentRules: settings.incidents,
    metrics,
    logger,
    ...namesOf(settings),
    now,
    version,
    metricsApart: settings.metricsListen !== undefined,
    draining: () => state.draining,
  };
  const listening = await listenAs(settings, deps);
  const parts: Parts = {
    settings,
    logger,
    journal,
    leadership,
    sources,
    runtime,
    silencing,
    probing,
    telling,
    answering,
    listening,
    state,
  };
  announce(parts, first);
  const unwatch = watchDefinitions(parts, first.since);
  const dropNoMore = dropAnchors(metrics.registry, journal, log, anchorInterval);
  const keepNoMore = keepRetention(
    { journal, leadership, now, log },
    settings.decisionsFor,
    retentionInterval,
  );
  silencing.start();
  const followNoMore = followOthers(settings, desk);
  void runtime.start().then(() => {
    cycleOnGain(leadership, runtime, log);
    // Not before: what a first cycle finds is how things stand, and no news.
    telling.start();
    answering.start();
  });
  const signal = await ended;
  logger.info({ signal }, "shutting down");
  unwatch();
  dropNoMore();
  keepNoMore();
  followNoMore();
  await end(parts);
  logger.info("ended");
}

function watchDefinitions({ settings, logger, runtime }: Parts, since: string): () => void {
  const reload = async (reason: string): Promise<void> => {
    logger.info({ reason }, "reading the definitions anew");
    await runtime.reload().catch((error: unknown) => logger.error({ err: error }, "the reload failed"));
  };
  const hangUp = (): void => void reload("SIGHUP");
  process.on("SIGHUP", hangUp);
  const unwatch = watchFolder(settings.slos, {
    since,
    onChange: () => reload("files changed"),
    warn: (message) => logger.warn(message),
  });
  return () => {
    process.off("SIGHUP", hangUp);
    unwatch();
  };
}

/** Within ten seconds: no new requests, the cycle under way to its end, answers out, then connections. */
async function end(parts: Parts): Promise<void> {
  const { logger, leadership, sources, runtime, silencing, probing, telling, answering, listening, state } =
    parts;
  state.draining = true;
  const drained = Promise.all(listening.map((each) => each.close()));
  await shutDown(
    [
      { name: "the cycle", patience: 4_000, run: () => runtime.stop() },
      { name: "the journeys", patience: 2_000, run: () => probing.close() },
      { name: "the announcements", patience: 3_000, run: () => telling.close() },
      { name: "the forges", patience: 3_000, run: () => answering.close() },
      { name: "the silences", patience: 1_000, run: () => silencing.close() },
      { name: "the lead", patience: 2_000, run: () => leadership.stop() },
      { name: "open requests", patience: 4_000, run: () => drained },
      { name: "the sources", patience: 1_000, run: () => closeAll(sources) },
    ],
    portOf(logger),
  );
  for (const each of listening) each.abort();
}

const closeAll = (sources: Parts["sources"]) => Promise.all(sources.map((each) => each.close()));
