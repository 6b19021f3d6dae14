import type { RequestListener } from "node:http";
import type { Environment, Flags } from "../../config/decode.ts";
import { readSpecs } from "../../files/read.ts";
import { fingerprint, watchFolder } from "../../files/watch.ts";
import type { Journey } from "../../model/journey.ts";
import type { Prober } from "../../probes/prober.ts";
import type { Log } from "../../runtime/ports.ts";
import { formatDiagnostics } from "../../spec/format.ts";
import { hasErrors, loadDefinitions } from "../../spec/load.ts";
import { CliError, exit, type ExitCode } from "../exit.ts";
import { listen } from "../serve/listen.ts";
import { createLogger, portOf } from "../serve/log.ts";
import { readSettings } from "../serve/settings.ts";
import { shutDown, untilSignal } from "../serve/shutdown.ts";
import { version } from "../serve/version.ts";
import { openProber } from "./prober.ts";
import { openReporting, type Reporting } from "./reporting.ts";

const defaultListen = "127.0.0.1:8091";

/** `nines probe`: journeys from one location until it is told to end. */
export async function probe(flags: Flags, environment: Environment): Promise<ExitCode> {
  const settings = await readSettings(flags, { NINES_LISTEN: defaultListen, ...environment });
  const logger = createLogger(settings);
  const log = portOf(logger);
  const since = await fingerprint(settings.slos);
  const first = await readJourneys(settings.slos);
  if (first.journeys === undefined) {
    process.stderr.write(first.findings);
    throw new CliError(
      `the definitions in ${settings.slos} have errors: nothing to run yet`,
      exit.inputAtFault,
    );
  }
  const ended = untilSignal(log);
  const reporting = await openReporting(settings.journeys, () => prober, log);
  const { prober, update } = await openProber({ ...settings, environment, log, onRun: reporting.onRun });
  const listening = await listen("--listen", settings.listen, answer(prober, reporting));
  update(first.journeys);
  logger.info(
    {
      metrics: `${listening.url}/metrics`,
      location: settings.journeys.location,
      journeys: namesOf(prober),
      version,
    },
    `nines probes from ${settings.journeys.location}`,
  );
  const unwatch = keepUp(settings.slos, since, update, log);
  const signal = await ended;
  logger.info({ signal }, "ending");
  unwatch();
  await shutDown(
    [
      { name: "runs under way", patience: 7_000, run: () => prober.stop(5_000) },
      { name: "reports", patience: 2_000, run: () => reporting.close() },
      { name: "open requests", patience: 2_000, run: () => listening.close() },
    ],
    log,
  );
  listening.abort();
  return exit.good;
}

const namesOf = (prober: Prober): string =>
  prober
    .journeys()
    .map(({ name }) => name)
    .join(" ") || "none";

interface Reading {
  /** Absent when the definitions have errors. */
  journeys?: readonly Journey[];
  findings: string;
}

async function readJourneys(folder: string): Promise<Reading> {
  const read = await readSpecs([folder]);
  const { definitions, diagnostics } = loadDefinitions(read.files);
  const all = [...read.diagnostics, ...diagnostics];
  const findings = formatDiagnostics(all, "text");
  return hasErrors(all) ? { findings } : { journeys: definitions.journeys, findings };
}

/** Definitions are read anew when they change; broken ones leave the last good ones in force. */
function keepUp(
  folder: string,
  since: string,
  update: (journeys: readonly Journey[]) => void,
  log: Log,
): () => void {
  const reload = async (): Promise<void> => {
    const { journeys, findings } = await readJourneys(folder);
    if (journeys === undefined)
      log.error("the definitions have errors: the last good ones go on", { findings });
    else {
      update(journeys);
      log.info("definitions read anew", { journeys: journeys.length });
    }
  };
  const safely = (): Promise<void> =>
    reload().catch((error: unknown) => log.error("the reload failed", { error: String(error) }));
  const hangUp = (): void => void safely();
  process.on("SIGHUP", hangUp);
  const unwatch = watchFolder(folder, { since, onChange: safely, warn: (message) => log.warn(message) });
  return () => {
    process.off("SIGHUP", hangUp);
    unwatch();
  };
}

/** Two pages, to be read by machines. */
const answer =
  (prober: Prober, reporting: Reporting): RequestListener =>
  (request, response) => {
    const path = request.url?.split("?", 1)[0];
    if (request.method !== "GET" && request.method !== "HEAD")
      response.writeHead(405, { allow: "GET, HEAD" }).end();
    else if (path === "/healthz")
      response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ok"}');
    else if (path === "/metrics")
      Promise.all([prober.metrics(), reporting.metrics()]).then(
        ([chunks, own]) =>
          response
            .writeHead(200, { "content-type": metricsType })
            .end(Buffer.concat([...chunks, Buffer.from(own)])),
        () => response.writeHead(500).end(),
      );
    else response.writeHead(404).end("/metrics and /healthz are here\n");
  };
const metricsType = "text/plain; version=0.0.4; charset=utf-8";
