import { Counter, Gauge, Registry } from "prom-client";
import type { JourneySettings } from "../../config/settings.ts";
import type { RunResult } from "../../journey/result.ts";
import { metric, metricLabel } from "../../model/names.ts";
import { monotonicClock } from "../../probes/clock.ts";
import type { Prober } from "../../probes/prober.ts";
import { waitingOf } from "../../probes/reports/queue.ts";
import { openReporter, type Reporter } from "../../probes/reports/reporter.ts";
import type { Log } from "../../runtime/ports.ts";
import { CliError, exit } from "../exit.ts";
import { tokenOf } from "../remote/token.ts";

/** A prober's word to those who show its runs. */
export interface Reporting {
  onRun: (run: RunResult) => void;
  metrics: () => Promise<string>;
  close: () => Promise<void>;
}

const nobody: Reporting = {
  onRun: () => undefined,
  metrics: async () => "",
  close: async () => undefined,
};

/** Runs that a nines is told of anew when it has forgotten them; more than it would keep serve nobody. */
const mostAgain = 1_000;

/** Opens one reporter for each nines; says at once when there is no token to report with. */
export async function openReporting(
  { report, location, browser }: JourneySettings,
  prober: () => Prober,
  log: Log,
): Promise<Reporting> {
  if (report === undefined) return nobody;
  const token = await tokenReader(report.tokenFile);
  const { registry, runs, last } = counters();
  const pictures = browser?.screenshots;
  const reporters = report.servers.map((url): [string, Reporter] => [
    url,
    openReporter({
      ...{ url, location, token, now: monotonicClock() },
      ...(pictures !== undefined && { pictures }),
      lastRuns: () => lastRunsOf(prober()),
      counted: (result, count) => runs.labels(url, result).inc(count),
      delivered: () => last.labels(url).setToCurrentTime(),
      say: (level, message, facts) => log[level](message, facts),
    }),
  ]);
  for (const [url] of reporters)
    for (const result of ["delivered", "refused", "dropped"]) runs.labels(url, result).inc(0);
  exportWaiting(registry, reporters);
  return {
    onRun: (run) => {
      const waiting = waitingOf(run);
      for (const [, reporter] of reporters) reporter.add(waiting);
    },
    metrics: () => registry.metrics(),
    close: async () => {
      await Promise.all(reporters.map(([, reporter]) => reporter.close()));
    },
  };
}

async function tokenReader(tokenFile: string | undefined): Promise<() => Promise<string>> {
  const options = tokenFile === undefined ? {} : { tokenFile };
  const read = async (): Promise<string> => {
    const token = await tokenOf(options);
    if (token !== undefined) return token;
    throw new CliError(
      "--report needs a token of the role prober: --token-file PATH, or NINES_TOKEN; an administrator makes it: " +
        "nines token create --subject prober-eu-1 --role prober",
      exit.inputAtFault,
    );
  };
  await read();
  return read;
}

/** Oldest first, the same share of each journey. */
function lastRunsOf(prober: Prober): readonly RunResult[] {
  const names = prober.journeys().map(({ name }) => name);
  const share = Math.max(1, Math.floor(mostAgain / Math.max(1, names.length)));
  return names.flatMap((name) => prober.history(name, share) ?? []).sort((a, b) => a.startedAt - b.startedAt);
}

function counters() {
  const registry = new Registry();
  const registers = [registry];
  const runs = new Counter({
    name: metric.reportedRuns,
    help: "Runs reported to a nines: delivered, refused there, or dropped because too many waited",
    labelNames: [metricLabel.server, metricLabel.result],
    registers,
  });
  const last = new Gauge({
    name: metric.reportsLast,
    help: "When a nines last took a report",
    labelNames: [metricLabel.server],
    registers,
  });
  return { registry, runs, last };
}

function exportWaiting(registry: Registry, reporters: readonly [string, Reporter][]): void {
  new Gauge({
    name: metric.reportsWaiting,
    help: "Runs that wait to be reported",
    labelNames: [metricLabel.server],
    registers: [registry],
    collect() {
      for (const [url, reporter] of reporters) this.labels(url).set(reporter.waiting());
    },
  });
}
