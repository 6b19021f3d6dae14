import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A port of 127.0.0.1 that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("no port to be had on 127.0.0.1"));
      });
    });
  });

const folders = new Set<string>();
const children = new Set<ChildProcess>();

// Whatever way this process ends, nothing it started outlives it.
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

// What a killed process could not tidy away, the next one does, unless it belongs to another user.
const sweep = (): void => {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^nines-kit-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      continue;
    }
  }
};

/** A folder of its own for one server or test; goes away with this process, or earlier by {@link removeFolder}. */
export const temporaryFolder = (purpose: string): string => {
  if (folders.size === 0) sweep();
  const folder = mkdtempSync(join(tmpdir(), `nines-kit-${process.pid}-${purpose}-`));
  folders.add(folder);
  return folder;
};

export const removeFolder = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
};

// A process killed with SIGKILL runs no exit handler; the kernel then ends its servers.
const dieWithParent = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));

export interface Service {
  readonly pid: number;
  /** Resolves once the process is gone, to its exit code or the signal that ended it. */
  readonly gone: Promise<number | NodeJS.Signals>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** The last lines it wrote, to explain a failure. */
  readonly lastWords: () => string;
}

/** Somebody else to run a program as; only root can. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface ServiceOptions {
  readonly user?: User | undefined;
  /** Where it is started; where this process is, when left out. */
  readonly cwd?: string | undefined;
}

/** Starts a server that dies with this process; what it prints goes to `log`. */
export const startService = (
  program: string,
  args: readonly string[],
  log: string,
  { user, cwd }: ServiceOptions = {},
): Service => {
  const stdio = ["ignore", "pipe", "pipe"] as ["ignore", "pipe", "pipe"];
  // The kernel forgets the signal when the user changes, so that setpriv must do both.
  const as = user === undefined ? [] : ["--reuid", `${user.uid}`, "--regid", `${user.gid}`, "--clear-groups"];
  const child =
    dieWithParent === undefined
      ? spawn(program, args, { stdio, cwd, ...user })
      : spawn(dieWithParent, [...as, "--pdeathsig", "KILL", program, ...args], { stdio, cwd });
  const file = createWriteStream(log, { flags: "a" });
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  children.add(child);
  const gone = new Promise<number | NodeJS.Signals>((resolve) => {
    const end = (how: number | NodeJS.Signals) => {
      children.delete(child);
      file.end();
      resolve(how);
    };
    child.once("error", () => end(-1));
    child.once("close", (code, signal) => end(code ?? signal ?? -1));
  });
  return {
    pid: child.pid ?? -1,
    gone,
    signal: (signal) => child.kill(signal),
    lastWords: () =>
      existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").slice(-12).join("\n") : "",
  };
};

/** Asks a service to end, and ends it if it has not after `patience` milliseconds. */
export const stopService = async (service: Service, patience = 10_000): Promise<void> => {
  const timer = setTimeout(() => service.signal("SIGKILL"), patience);
  service.signal("SIGTERM");
  await service.gone;
  clearTimeout(timer);
};

export interface Outcome {
  readonly ok: boolean;
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as a person would read them. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds, after which the program is killed. */
  readonly timeout?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** Runs a program to its end. A program that cannot be started at all is an error, a failing one is an outcome. */
export const runProgram = (
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const { input, ...rest } = options;
    const child = execFile(
      program,
      args,
      { maxBuffer: 256 * 1024 * 1024, ...rest, encoding: "utf8" },
      (error, stdout, stderr) => {
        if (error !== null && typeof error.code === "string") {
          reject(new Error(`${program} could not be run: ${error.message}`, { cause: error }));
          return;
        }
        const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : null;
        resolve({ ok: exitCode === 0, exitCode, stdout, stderr, output: `${stdout}${stderr}`.trim() });
      },
    );
    // A program that ends without reading what it is given is no failure of ours.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input ?? "");
  });
