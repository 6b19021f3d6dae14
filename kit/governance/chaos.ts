import { setTimeout as pause } from "node:timers/promises";
import { type NinesServer, startNines } from "../nines.ts";
import { freePort, removeFolder, temporaryFolder } from "../processes.ts";
import { type PostgresServer, startPostgres } from "../postgres.ts";
import { until } from "../until.ts";
import { nothingTold, play, type Told } from "./clients.ts";
import { type Company, foundCompany, type ServiceName } from "./company.ts";
import { hire } from "./people.ts";
import { reckon, type Reckoning } from "./reckoning.ts";
import { insistent } from "./send.ts";

export interface ChaosOptions {
  store: "SQLite" | "PostgreSQL";
  /** How often nines, and how often PostgreSQL, is killed. */
  kills: { nines: number; postgres: number };
  /** Which clients play: one for each service. */
  services: readonly ServiceName[];
  say?: (progress: string) => void;
  random?: () => number;
}

export interface ChaosReport {
  killed: { nines: number; postgres: number };
  told: Told;
  reckoning: Reckoning;
}

type Victim = "nines" | "postgres";

/** Kills what serves, again and again at random moments, while clients go on asking; then reckons with the journal. */
export async function unleash(options: ChaosOptions): Promise<ChaosReport> {
  const folder = temporaryFolder("chaos");
  const postgres = options.store === "PostgreSQL" ? await startPostgres() : undefined;
  try {
    const company = foundCompany(folder, await postgres?.database());
    return await rage(company, postgres, options);
  } finally {
    await postgres?.stop();
    removeFolder(folder);
  }
}

async function rage(
  company: Company,
  postgres: PostgresServer | undefined,
  { kills, services, random = Math.random, say }: ChaosOptions,
): Promise<ChaosReport> {
  const port = await freePort();
  let nines = await startNines(company.serve, port);
  const send = insistent(nines.url);
  const people = await hire(send, company.adminToken());
  const told = nothingTold();
  const killed = { nines: 0, postgres: 0 };
  let isOver = false;
  const playing = Promise.all(services.map((service) => play({ send, people, told, service }, () => isOver)));
  try {
    for (const victim of order(kills, random)) {
      // Not before somebody was answered again; then between a moment into a request and several rounds later.
      const answers = told.answers;
      await until(() => told.answers > answers, { what: "clients are answered", every: 5 });
      await pause(random() * 700);
      if (victim === "nines") nines = await killNines(nines, company, port);
      else await killPostgres(postgres);
      killed[victim] += 1;
      const done = killed.nines + killed.postgres;
      if (done % 20 === 0) say?.(`${done} killed, ${told.answers} answers`);
    }
  } finally {
    isOver = true;
    await playing;
    await nines.stop();
  }
  return { killed, told, reckoning: await reckon(company, told) };
}

async function killNines(nines: NinesServer, { serve }: Company, port: number): Promise<NinesServer> {
  nines.signal("SIGKILL");
  await nines.gone;
  await nines.stop();
  return startNines(serve, port);
}

async function killPostgres(postgres: PostgresServer | undefined): Promise<void> {
  await postgres?.kill();
  await postgres?.restart();
}

/** Who is killed when: all of them, in any order. */
function order({ nines, postgres }: ChaosOptions["kills"], random: () => number): Victim[] {
  const victims: Victim[] = [
    ...Array.from({ length: nines }, () => "nines" as const),
    ...Array.from({ length: postgres }, () => "postgres" as const),
  ];
  return victims
    .map((victim) => ({ victim, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ victim }) => victim);
}
