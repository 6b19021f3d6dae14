import { setTimeout as pause } from "node:timers/promises";
import { type NinesServer, startNines } from "../../kit/nines.ts";
import { freePort, removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { startPostgres } from "../../kit/postgres.ts";
import { until } from "../../kit/until.ts";
import { nothingTold, play, type Told } from "../../kit/governance/clients.ts";
import { type Company, foundCompany, services } from "../../kit/governance/company.ts";
import { leads } from "../../kit/governance/leads.ts";
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

async function endLeader(
  replicas: NinesServer[],
  { serve }: Company,
  how: Takeover["how"],
  retries: () => number,
): Promise<Takeover> {
  const leading = await until(
    async () => {
      for (const replica of replicas) if (await leads(replica.url)) return replica;
      return undefined;
    },
    { what: "one of them leads" },
  );
  const other = replicas.find((each) => each !== leading)!;
  const [before, begin] = [retries(), performance.now()];
  leading.signal(how === "killed" ? "SIGKILL" : "SIGSTOP");
  await until(() => leads(other.url), { what: "the other one leads", every: 20 });
  const took = performance.now() - begin;
  if (how === "frozen") {
    // It wakes up among others, still believing that it leads.
    leading.signal("SIGCONT");
    await until(async () => !(await leads(leading.url)), { what: "it knows that it does not lead" });
  } else {
    await leading.stop();
    replicas[replicas.indexOf(leading)] = await startNines(serve, leading.port);
  }
  return { how, took, retried: retries() - before };
}

async function underLoad(
  company: Company,
  ends: readonly Takeover["how"][],
  { say }: Terms,
): Promise<Outcome> {
  const ports = [await freePort(), await freePort()];
  const replicas = [await startNines(company.serve, ports[0]), await startNines(company.serve, ports[1])];
  const urls: [string, string] = [replicas[0]!.url, replicas[1]!.url];
  const people = await hire(insistent(urls[0]), company.adminToken());
  for (const url of urls) await insistent(url)({ method: "GET", path: "/api/v1/me", token: people.alice });
  await until(async () => (await Promise.all(urls.map(isReady))).every(Boolean), { what: "both have data" });
  const told = nothingTold();
  let [retried, isOver] = [0, false];
  const send = withOneRetry(urls, () => void (retried += 1));
  const begin = performance.now();
  const playing = Promise.all(services.map((service) => play({ send, people, told, service }, () => isOver)));
  const takeovers: Takeover[] = [];
  try {
    for (const how of ends) {
      await pause(2_000);
      takeovers.push(await endLeader(replicas, company, how, () => retried));
      say(`${how}: taken over after ${takeovers.at(-1)!.took.toFixed(0)} ms, ${told.answers} answers`);
      await until(async () => (await Promise.all(urls.map(isReady))).every(Boolean), {
        what: "both answer again",
      });
    }
    await pause(1_000);
  } finally {
    isOver = true;
    await playing;
    await Promise.all(replicas.map((each) => each.stop()));
  }
  const seconds = (performance.now() - begin) / 1_000;
  return { takeovers, told, seconds, reckoning: await reckon(company, told) };
}

/** It has had its first cycle; without a Prometheus it never says that it is ready. */
const isReady = async (url: string): Promise<boolean> =>
  ((await (await fetch(`${url}/readyz`)).json()) as { cycle?: unknown }).cycle !== undefined;

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
