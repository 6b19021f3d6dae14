import type { Snapshot, SnapshotReader } from "../../runtime/snapshot.ts";
import type { CycleNews, Move } from "../schemas/cycle-news.ts";
import { iso, present } from "../views/common.ts";

/** A Prometheus that dies moves every SLO: whoever listens then looks at all of them anyway. */
const mostNamed = 100;

function movesBetween(former: Snapshot | undefined, current: Snapshot): Move[] {
  if (former === undefined) return [];
  const moves: Move[] = [];
  for (const { slo, standing } of current.slos) {
    const from = former.byId.get(slo.id)?.standing.state;
    if (from !== standing.state) moves.push(present({ slo: slo.id, from, to: standing.state }));
  }
  for (const { slo, standing } of former.slos)
    if (!current.byId.has(slo.id)) moves.push({ slo: slo.id, from: standing.state });
  return moves;
}

/** What is new in a snapshot to those who know the former one. */
export function newsBetween(former: Snapshot | undefined, current: Snapshot): CycleNews {
  const moves = movesBetween(former, current);
  return {
    cycle: current.cycle,
    at: iso(current.finishedAt),
    changed: moves.slice(0, mostNamed),
    more: Math.max(0, moves.length - mostNamed),
  };
}

/** Unnumbered: where a stream goes on is a place in the journal, and what matters of a cycle is the newest one. */
const frameOf = (news: CycleNews): string => `event: cycle\ndata: ${JSON.stringify(news)}\n\n`;

/** Looks for finished cycles. `next` answers with the frame of the newest one, once. */
export interface CycleWatch {
  next: () => string | undefined;
  /** The frame of the newest one for those who know another one; which SLOs moved since is not said. */
  since: (known: number) => string | undefined;
  /** What came while nobody listened is no news. */
  forget: () => void;
}

export function watchCycles(snapshots: SnapshotReader): CycleWatch {
  let seen: Snapshot | undefined;
  return {
    next: () => {
      const current = snapshots.current();
      if (current === undefined || current === seen) return undefined;
      const news = newsBetween(seen, current);
      seen = current;
      return frameOf(news);
    },
    since: (known) => {
      const current = snapshots.current();
      return current === undefined || current.cycle === known
        ? undefined
        : frameOf(newsBetween(undefined, current));
    },
    forget: () => (seen = snapshots.current()),
  };
}
