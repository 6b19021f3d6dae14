import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { postgresBinaries } from "./postgres-binaries.ts";
import {
  freePort,
  removeFolder,
  runProgram,
  type Service,
  startService,
  temporaryFolder,
  type User,
} from "./processes.ts";
import { until } from "./until.ts";

export interface PostgresServer {
  /** The connection string of a database of its own, made for this call. */
  readonly database: () => Promise<string>;
  /** Folder of its files. */
  readonly data: string;
  /** As a machine fails: the whole server at once, with nothing tidied up. */
  readonly kill: () => Promise<void>;
  /** Starts it again on what is on its disk. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** PostgreSQL refuses to run as root, which is who runs tests in a container. */
function anybodyButRoot(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/** Starts a real PostgreSQL on a free port; its data go with it. */
export async function startPostgres(): Promise<PostgresServer> {
  const [port, password] = [await freePort(), randomBytes(8).toString("hex")];
  const folder = temporaryFolder("postgres");
  const data = join(folder, "data");
  const user = anybodyButRoot();
  // The server may run as another user than this process, and passes through here to its data.
  chmodSync(folder, 0o711);
  const binaries = postgresBinaries(user !== undefined, folder);
  await initialise({ binaries, data, password, folder, ...(user !== undefined && { user }) });
  const urlOf = (name: string) => `postgres://nines:${password}@127.0.0.1:${port}/${name}`;
  const start = async (): Promise<Service> => {
    const options = { port: String(port), listen_addresses: "127.0.0.1", unix_socket_directories: "" };
    const args = Object.entries(options).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const log = join(folder, "log");
    const service = startService(join(binaries, "postgres"), ["-D", data, ...args], log, { user });
    let end: number | NodeJS.Signals | undefined;
    void service.gone.then((how) => (end = how));
    await until(async () => end !== undefined || (await answers(urlOf("postgres"))), {
      what: "PostgreSQL answers",
      every: 20,
    });
    if (end !== undefined) throw new Error(`PostgreSQL did not start (${end}):\n${service.lastWords()}`);
    return service;
  };
  let service = await start();
  let count = 0;
  return {
    data,
    database: async () => {
      const name = `journal_${++count}`;
      await once(urlOf("postgres"), (client) => client.query(`CREATE DATABASE ${name}`));
      return urlOf(name);
    },
    kill: async () => {
      service.signal("SIGKILL");
      await service.gone;
    },
    restart: async () => {
      // Sessions of the killed server end by themselves, a moment after it; until then it refuses to start.
      service = await until(() => start(), { what: "PostgreSQL starts again" });
    },
    stop: async () => {
      service.signal("SIGINT");
      await service.gone;
      removeFolder(folder);
    },
  };
}

interface Cluster {
  binaries: string;
  data: string;
  password: string;
  folder: string;
  user?: User;
}

async function initialise({ binaries, data, password, folder, user }: Cluster): Promise<void> {
  const secret = join(folder, "password");
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  mkdirSync(data, { mode: 0o700 });
  if (user !== undefined) for (const path of [secret, data]) chownSync(path, user.uid, user.gid);
  const args = ["-D", data, "-U", "nines", "--auth=scram-sha-256", `--pwfile=${secret}`];
  const { ok, output } = await runProgram(
    join(binaries, "initdb"),
    [...args, "--encoding=UTF8", "--locale=C", "--no-sync"],
    { timeout: 60_000, cwd: folder, env: { LC_MESSAGES: "C", TZ: "UTC" }, ...user },
  );
  if (!ok) throw new Error(`PostgreSQL could not be initialised:\n${output.slice(-2_000)}`);
}

async function once(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  await once(url, (client) => client.query("SELECT 1"));
  return true;
}
