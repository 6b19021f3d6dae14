import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { nothingTold, play } from "../../../kit/governance/clients.ts";
import { type Company, foundCompany } from "../../../kit/governance/company.ts";
import { leads } from "../../../kit/governance/leads.ts";
import { type Pair, startPair } from "../../../kit/governance/pair.ts";
import { hire, type People } from "../../../kit/governance/people.ts";
import { reckon } from "../../../kit/governance/reckoning.ts";
import { insistent, withOneRetry } from "../../../kit/governance/send.ts";
import { runNines } from "../../../kit/nines.ts";
import { type PostgresServer, startPostgres } from "../../../kit/postgres.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { until } from "../../../kit/until.ts";
import { parseLine } from "../../../src/store/jsonl.ts";

const folder = temporaryFolder("replicas");
let postgres: PostgresServer;
let company: Company;
let pair: Pair;
let people: People;

beforeAll(async () => {
  postgres = await startPostgres();
  company = foundCompany(folder, await postgres.database());
  pair = await startPair(company);
  people = await hire(insistent(pair.urls[0]), company.adminToken());
  await pair.settled();
});
afterAll(async () => {
  await pair.stop();
  await postgres.stop();
  removeFolder(folder);
});

const metricOf = async (url: string, name: string): Promise<number> =>
  Number(new RegExp(`^${name} (\\d+)$`, "m").exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

const kindsIn = async (): Promise<readonly string[]> => {
  const { stdout } = await runNines(["journal", "export", ...company.journal]);
  const lines = stdout.trimEnd().split("\n");
  return lines.map((line, index) => {
    const { kind, subject } = parseLine(line, index + 1);
    return `${kind} ${subject}`;
  });
};

describe("two replicas of nines on one PostgreSQL", () => {
  it("have one leader, in the eyes of both", async () => {
    await pair.leader();
    const said = async (name: string) => Promise.all(pair.urls.map((url) => metricOf(url, name)));
    expect((await said("nines_leader")).sort()).toEqual([0, 1]);
    const [one, other] = await said("nines_leader_epoch");
    expect(one).toBe(other);
  });

  it("know at once whom the other one has given a token", async () => {
    const ask = (url: string) => insistent(url)({ method: "GET", path: "/api/v1/me", token: people.bob });
    for (const url of pair.urls)
      expect((await ask(url)).body).toMatchObject({ identity: { subject: "bob@example.org" } });
  });

  it("journal once what both have seen", async () => {
    const kinds = await kindsIn();
    expect(kinds.filter((kind) => kind.startsWith("definitions-loaded"))).toHaveLength(1);
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  it("let a client that asks the other one once more never notice that the leader was killed", async () => {
    const told = nothingTold();
    let isOver = false;
    const send = withOneRetry(pair.urls, () => undefined);
    const playing = Promise.all(
      (["basket", "checkout"] as const).map((service) => play({ send, people, told, service }, () => isOver)),
    );
    onTestFinished(() => void (isOver = true));
    await until(() => told.decisions.size > 5, { what: "clients are answered" });
    const leading = await pair.leader();
    const begin = performance.now();
    leading.signal("SIGKILL");
    await until(() => leads(pair.other(leading).url), { what: "the other one leads", every: 20 });
    expect(performance.now() - begin).toBeLessThan(10_000);
    const before = told.decisions.size;
    await until(() => told.decisions.size > before + 3, { what: "clients go on being answered" });
    isOver = true;
    await playing;
    expect({ wrong: told.wrong, failed: told.failed }).toEqual({ wrong: [], failed: [] });
    expect(await reckon(company, told)).toMatchObject({
      verifies: true,
      lost: [],
      overused: [],
      duplicates: [],
    });
  });
});
