import type { Snapshot, SourceStatus } from "../runtime/snapshot.ts";
import type { Timestamp } from "../model/units.ts";
import { formatSpan } from "../model/wording.ts";
import type { AppDeps } from "./deps.ts";
import type { SilencerStatus } from "../runtime/silencer.ts";
import type { ReadinessBody } from "./schemas/operations.ts";
import { iso, present, snapshotAge } from "./views/common.ts";

/** After as many missed cycles what is known counts as old. */
const staleCycles = 3;

/** Whether answers can be trusted now. A broken file or one silent source is a warning: the rest stands. */
export function readiness(
  snapshot: Snapshot | undefined,
  now: Timestamp,
  draining: boolean,
  alertmanagers: readonly SilencerStatus[] = [],
): ReadinessBody {
  const problems = [
    ...(draining ? [{ code: "shutting-down" as const, message: "the server is shutting down" }] : []),
    ...(snapshot === undefined ? [noSnapshot] : snapshotProblems(snapshot, now)),
  ];
  return {
    ready: problems.length === 0,
    problems,
    warnings: [
      ...(snapshot === undefined ? [] : snapshotWarnings(snapshot)),
      ...alertmanagers.filter(({ reachable }) => reachable === false).map(withoutSilences),
    ],
    ...(snapshot !== undefined && {
      cycle: {
        number: snapshot.cycle,
        finishedAt: iso(snapshot.finishedAt),
        ageSeconds: snapshotAge(snapshot, now),
      },
    }),
    sources: (snapshot?.sources ?? []).map(sourceView),
  };
}

const noSnapshot = { code: "no-snapshot" as const, message: "the first cycle has not finished yet" };

function snapshotProblems(snapshot: Snapshot, now: Timestamp): ReadinessBody["problems"] {
  const age = snapshotAge(snapshot, now);
  const problems: ReadinessBody["problems"] = [];
  if (age > staleCycles * snapshot.interval) {
    const limit = formatSpan(staleCycles * snapshot.interval);
    problems.push({
      code: "snapshot-stale",
      message: `the last cycle finished ${formatSpan(age)} ago, more than three cycles (${limit})`,
    });
  }
  if (snapshot.sources.length > 0 && snapshot.sources.every(({ reachable }) => !reachable)) {
    const causes = snapshot.sources.map(describeSource).join("; ");
    problems.push({ code: "no-source-reachable", message: `no Prometheus source answers: ${causes}` });
  }
  return problems;
}

const describeSource = ({ name, error }: SourceStatus): string =>
  `${name}: ${error?.message ?? "no full answer in the last cycle"}`;

function snapshotWarnings({ sources, spec, journal }: Snapshot): ReadinessBody["warnings"] {
  const warnings: ReadinessBody["warnings"] = [];
  if (spec.broken) {
    const [first] = spec.diagnostics;
    const where =
      first === undefined ? "" : `: ${first.path}:${first.line}:${first.column}: ${first.message}`;
    warnings.push({
      code: "definitions-broken",
      message: `the files in git have errors, the last good definitions (${iso(spec.loadedAt)}) are used${where}`,
    });
  }
  for (const source of sources.filter(({ reachable }) => !reachable))
    warnings.push({ code: "source-unreachable", message: describeSource(source) });
  if (!journal.writable) {
    const reason = journal.error === undefined ? "" : `: ${journal.error}`;
    warnings.push({ code: "journal-not-writable", message: `${journal.waiting} transitions wait${reason}` });
  }
  return warnings;
}

/** The mask still quiets burn alerts: what is missing is the silence on top. */
const withoutSilences = ({ name, error, since }: SilencerStatus): ReadinessBody["warnings"][number] => ({
  code: "alertmanager-unreachable",
  message:
    `silences of windows are not kept in ${name}` +
    `${since === undefined ? "" : ` since ${iso(since)}`}: ${error ?? "no answer"}`,
});

const sourceView = ({
  name,
  reachable,
  since,
  breaker,
  error,
}: SourceStatus): ReadinessBody["sources"][number] =>
  present({ name, reachable, since: iso(since), breaker, message: error?.message });

/** Which replica leads says nothing of readiness: each answers from its own snapshot. */
export function leaderView(leadership: AppDeps["leadership"]): ReadinessBody["leader"] {
  if (leadership === undefined) return undefined;
  return present({ leading: leadership.epoch() !== undefined, epoch: leadership.latest() });
}
