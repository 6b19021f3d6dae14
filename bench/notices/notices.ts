import { flood, type FloodReport } from "../../kit/notices/flood.ts";
import { reckonNotices, type NoticeReckoning } from "../../kit/notices/reckoning.ts";
import { atLeast, atMost, type Bar, type Bench, type Report, type Terms } from "../bench.ts";
import { whole } from "../print.ts";

type Row = FloodReport & NoticeReckoning & { store: string };

const right = (title: string) => ({ title, align: "right" as const });
const sum = (rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

const figuresOf = (rows: readonly Row[]): Report["figures"] => [
  {
    title: "kill -9 of nines while notices go out to a webhook on loopback",
    columns: [
      { title: "store" },
      ...["killed", "notices", "delivered", "lost", "repeated in flight", "repeated else", "renamed"].map(
        right,
      ),
      right("out of order"),
      right("minutes"),
    ],
    rows: rows.map((row) => [
      row.store,
      ...[row.killed, row.asked.length, row.delivered, row.lost.length, row.repeated].map(whole),
      ...[row.wrong.length, row.renamed.length, row.disordered.length].map(whole),
      (row.seconds / 60).toFixed(1),
    ]),
    notes: [
      "Repeated in flight: the last message of one life came again, with the same id, as the first of the next.",
      ...rows.flatMap(({ store, lost, wrong, renamed, disordered }) =>
        [
          ...lost.map((id) => `lost: ${id}`),
          ...wrong.map((id) => `repeated: ${id}`),
          ...renamed.map((id) => `renamed: ${id}`),
          ...disordered.map((id) => `out of order: ${id}`),
        ]
          .slice(0, 20)
          .map((problem) => `${store}: ${problem}`),
      ),
    ],
  },
];

const barsOf = (rows: readonly Row[], { kills, notices }: { kills: number; notices: number }): Bar[] => [
  atLeast(
    "killed",
    sum(rows, ({ killed }) => killed),
    kills,
    whole,
  ),
  atLeast(
    "notices delivered",
    sum(rows, ({ delivered }) => delivered),
    notices,
    whole,
  ),
  atMost(
    "lost",
    sum(rows, ({ lost }) => lost.length),
    0,
    whole,
  ),
  atMost(
    "repeated although not in flight",
    sum(rows, ({ wrong }) => wrong.length),
    0,
    whole,
  ),
  atMost(
    "under another id",
    sum(rows, ({ renamed }) => renamed.length),
    0,
    whole,
  ),
  atMost(
    "out of order",
    sum(rows, ({ disordered }) => disordered.length),
    0,
    whole,
  ),
];

/** Half of the kills and notices on each store. */
async function run({ quick, kills = quick ? 20 : 200, say }: Terms): Promise<Report> {
  const notices = quick ? 200 : 2_000;
  const halves = [Math.ceil(kills / 2), Math.floor(kills / 2)] as const;
  const rows: Row[] = [];
  for (const [index, store] of (["SQLite", "PostgreSQL"] as const).entries()) {
    const report = await flood({
      store,
      notices: notices / 2,
      kills: halves[index] ?? 0,
      say: (progress) => say(`${store}: ${progress}`),
    });
    rows.push({ store, ...report, ...reckonNotices(report) });
  }
  return { figures: figuresOf(rows), bars: barsOf(rows, { kills, notices }) };
}

export const notices: Bench = {
  name: "notices",
  summary: "200 random kill -9 of nines while 2,000 notices go out: what is lost, what comes twice",
  lasts: "8 minutes; --kills N",
  run,
};
