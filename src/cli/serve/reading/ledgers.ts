import type { AppDeps } from "../../../http/deps.ts";
import { attributor } from "../../../runtime/attribution/attributor.ts";
import { burnLines } from "../../../runtime/ledgers/burn-lines.ts";
import { coursesReader } from "../../../runtime/courses.ts";
import type { Desk } from "../../../runtime/governance/desk.ts";
import { historian } from "../../../runtime/history.ts";
import { outlooksReader } from "../../../runtime/outlooks.ts";
import type { RuntimePorts } from "../../../runtime/ports.ts";
import type { SnapshotReader } from "../../../runtime/snapshot.ts";

/** What is asked of the ledgers anew, beside what every cycle knows. */
export const ledgerReaders = (
  snapshots: SnapshotReader,
  ports: RuntimePorts,
  { state }: Pick<Desk, "state">,
): Pick<AppDeps, "history" | "outlooks" | "attribute" | "courses" | "burnLines"> => ({
  history: historian(snapshots, ports),
  outlooks: outlooksReader(snapshots, ports),
  attribute: attributor({ snapshots, sources: ports.sources, now: ports.now, governance: state }),
  courses: coursesReader(ports),
  burnLines: burnLines(ports),
});
