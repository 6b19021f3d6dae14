import { setTimeout as pause } from "node:timers/promises";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { startPostgres } from "../../kit/postgres.ts";
import { until } from "../../kit/until.ts";
import { nothingTold, play, type Told } from "../../kit/governance/clients.ts";
import { type Company, foundCompany, services } from "../../kit/governance/company.ts";
import { leads } from "../../kit/governance/leads.ts";
import { type Pair, startPair } from "../../kit/governance/pair.ts";
import { hire } from "../../kit/governance/people.ts";
import { reckon, type Reckoning } from "../../kit/governance/reckoning.ts";
import { insistent, withOneRetry } from "../../kit/governance/send.ts";
import { atMost, type Bench, type Report, type Terms } from "../bench.ts";
import { whole } from "../print.ts";

/** One leader's end: how it ended, and milliseconds until the other one led. */
interface Takeover {
  how: "killed" | "frozen";
  took: number;
  /** Requests that failed at the first replica meanwhile, and were asked once more of the other. */
  retried: number;
}

interface Outcome {
  takeovers: readonly Takeover[];
  told: Told;
  /** Seconds under load. */
  seconds: number;
  reckoning: Reckoning;
}

async function endLeader(pair: Pair, how: Takeover["how"], retries: () => number): Promise<Takeover> {
  const leading = await pair.leader();
  const other = pair.other(leading);
  const [before, begin] = [retries(), performance.now()];
  leading.signal(how === "killed" ? "SIGKILL" : "SIGSTOP");
  await until(() => leads(other.url), { what: "the other one leads", every: 20 });
  const took = performance.now() - begin;
  if (how === "killed") await pair.revive(leading);
  else {
    // It wakes up among others, still believing that it leads.
    leading.signal("SIGCONT");
    await until(async () => !(await leads(leading.url)), { what: "it knows that it does not lead" });
  }
  return { how, took, retried: retries() - before };
}

async function underLoad(
  company: Company,
  ends: readonly Takeover["how"][],
  { say }: Terms,
): Promise<Outcome> {
  const pair = await startPair(company);
  const people = await hire(insistent(pair.urls[0]), company.adminToken());
  await pair.settled();
  const told = nothingTold();
  let [retried, isOver] = [0, false];
  const send = withOneRetry(pair.urls, () => void (retried += 1));
  const begin = performance.now();
  const playing = Promise.all(services.map((service) => play({ send, people, told, service }, () => isOver)));
  const takeovers: Takeover[] = [];
  try {
    for (const how of ends) {
      await pause(2_000);
      takeovers.push(await endLeader(pair, how, () => retried));
      say(`${how}: taken over after ${takeovers.at(-1)!.took.toFixed(0)} ms, ${told.answers} answers`);
      await pair.settled();
    }
    await pause(1_000);
  } finally {
    isOver = true;
    await playing;
    await pair.stop();
  }
  const seconds = (performance.now() - begin) / 1_000;
  return { takeovers, told, seconds, reckoning: await reckon(company, told) };
}

const milliseconds = (value: number): string => `${whole(value)} ms`;
const right = (title: string) => ({ title, align: "right" as const });

const reportOf = ({ takeovers, told, seconds, reckoning }: Outcome): Report => ({
  figures: [
    {
      title: "Two replicas on one PostgreSQL under load: the leader ends, the other one takes over",
      columns: [{ title: "leader" }, right("taken over after"), right("asked once more")],
      rows: takeovers.map(({ how, took, retried }) => [how, milliseconds(took), whole(retried)]),
      notes: [
        `${whole(told.answers)} answers in ${seconds.toFixed(0)} s, ${whole(told.decisions.size)} decisions, ` +
          `${whole(told.exceptions.size)} exceptions, ${whole(reckoning.entries)} journal entries.`,
        "A client that gets no answer asks the other replica once, under the same idempotency key.",
        ...[...told.failed, ...told.wrong, ...reckoning.lost, ...reckoning.duplicates].slice(0, 20),
      ],
    },
  ],
  bars: [
    atMost("slowest takeover", Math.max(...takeovers.map(({ took }) => took)), 10_000, milliseconds),
    atMost("requests failed after the retry", told.failed.length, 0, whole),
    atMost("duplicate decisions and exceptions", reckoning.duplicates.length, 0, whole),
    atMost("acknowledged writes lost", reckoning.lost.length, 0, whole),
    atMost("exceptions used beyond their count", reckoning.overused.length + told.wrong.length, 0, whole),
    atMost("chains that do not verify", reckoning.verifies ? 0 : 1, 0, whole),
  ],
});

async function run(terms: Terms): Promise<Report> {
  const folder = temporaryFolder("replicas");
  const postgres = await startPostgres();
  try {
    const company = foundCompany(folder, await postgres.database());
    const killed = Array.from({ length: terms.kills ?? (terms.quick ? 1 : 5) }, () => "killed" as const);
    return reportOf(await underLoad(company, [...killed, "frozen"], terms));
  } finally {
    await postgres.stop();
    removeFolder(folder);
  }
}

export const replicas: Bench = {
  name: "replicas",
  summary:
    "two replicas under load, the leader killed: takeover, requests failed after one retry, duplicates",
  lasts: "2 minutes; --kills N",
  run,
};
