import { type ChaosReport, unleash } from "../../kit/governance/chaos.ts";
import { atLeast, atMost, type Bar, type Bench, type Report, type Terms } from "../bench.ts";
import { whole } from "../print.ts";

type Row = ChaosReport & { store: string };

const right = (title: string) => ({ title, align: "right" as const });
const count = (rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0);

const figuresOf = (rows: readonly Row[]): Report["figures"] => [
  {
    title: "kill -9 while clients ask for exceptions, approve them and use them up",
    columns: [
      { title: "store" },
      ...[
        "nines killed",
        "PostgreSQL killed",
        "answers",
        "exceptions",
        "approvals",
        "decisions",
        "let pass",
      ].map(right),
      ...["entries", "lost", "overused", "done twice"].map(right),
      { title: "chain" },
    ],
    rows: rows.map(({ store, killed, told, reckoning }) => [
      store,
      ...[killed.nines, killed.postgres, told.answers, told.exceptions.size, told.approvals.length].map(
        whole,
      ),
      whole(told.decisions.size),
      whole([...told.decisions.values()].filter(({ allowed }) => allowed).length),
      ...[
        reckoning.entries,
        reckoning.lost.length,
        reckoning.overused.length,
        reckoning.duplicates.length,
      ].map(whole),
      reckoning.verifies ? "verifies" : "BROKEN",
    ]),
    notes: [
      "Each client asks until it is answered, under one idempotency key; what it was told has to be in the journal.",
      ...rows.flatMap(problemsOf),
    ],
  },
];

/** What went wrong, said in full: a bar that is missed must not need a second run to be understood. */
const problemsOf = ({ store, told, reckoning }: Row): string[] =>
  [
    ...reckoning.lost.map((each) => `lost: ${each}`),
    ...reckoning.overused.map((each) => `overused: ${each}`),
    ...reckoning.duplicates.map((each) => `done twice: ${each}`),
    ...told.wrong.map((each) => `wrong: ${each}`),
    ...told.failed.map((each) => `given up: ${each}`),
    ...(reckoning.verifies ? [] : [reckoning.verdict]),
  ]
    .slice(0, 20)
    .map((problem) => `${store}: ${problem}`);

const barsOf = (rows: readonly Row[], kills: number): Bar[] => [
  atLeast(
    "killed",
    count(rows, ({ killed }) => killed.nines + killed.postgres),
    kills,
    whole,
  ),
  atMost(
    "acknowledged writes lost",
    count(rows, ({ reckoning }) => reckoning.lost.length),
    0,
    whole,
  ),
  atMost(
    "exceptions used beyond their count",
    count(rows, ({ reckoning }) => reckoning.overused.length),
    0,
    whole,
  ),
  atMost(
    "requests done twice",
    count(rows, ({ reckoning }) => reckoning.duplicates.length),
    0,
    whole,
  ),
  atMost(
    "answers that contradict",
    count(rows, ({ told }) => told.wrong.length),
    0,
    whole,
  ),
  atMost(
    "clients that gave up",
    count(rows, ({ told }) => told.failed.length),
    0,
    whole,
  ),
  atMost(
    "chains that do not verify",
    count(rows, ({ reckoning }) => (reckoning.verifies ? 0 : 1)),
    0,
    whole,
  ),
];

/** Half of the kills hit nines, half PostgreSQL; three in ten hit a nines on SQLite. */
async function run({ quick, kills = quick ? 20 : 200, say }: Terms): Promise<Report> {
  const onSqlite = Math.floor(kills * 0.3);
  const ofPostgres = Math.floor(kills / 2);
  const rows = await Promise.all([
    unleash({
      store: "SQLite",
      kills: { nines: onSqlite, postgres: 0 },
      services: ["basket", "checkout"],
      say: (progress) => say(`SQLite: ${progress}`),
    }).then((report) => ({ ...report, store: "SQLite" })),
    unleash({
      store: "PostgreSQL",
      kills: { nines: kills - ofPostgres - onSqlite, postgres: ofPostgres },
      services: ["basket", "checkout", "search"],
      say: (progress) => say(`PostgreSQL: ${progress}`),
    }).then((report) => ({ ...report, store: "PostgreSQL" })),
  ]);
  return { figures: figuresOf(rows), bars: barsOf(rows, kills) };
}

export const faults: Bench = {
  name: "faults",
  summary:
    "200 random kill -9 of nines and PostgreSQL under governance writes: what is lost, overused, done twice",
  lasts: "6 minutes; --kills N",
  run,
};
