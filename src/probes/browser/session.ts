import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { StepFailure } from "../failures.ts";
import type { BrowserParts } from "./parts.ts";
import { type Order, type Reply, reply, type StepReport } from "./messages.ts";

export interface SessionTerms {
  parts: BrowserParts;
  /** Chromium's own sandbox, which root cannot have. */
  sandbox: boolean;
  proxy: string;
  /** A folder of the run's own. */
  folder: string;
  headers: Readonly<Record<string, string>>;
}

export type StepOrder = Omit<Extract<Order, { kind: "step" }>, "kind">;

/** A browser and the process that runs scripts in it. */
export interface Session {
  /** @throws StepFailure when there is no report */
  take: (order: StepOrder, signal: AbortSignal) => Promise<StepReport>;
  /** Ends every process of it, and waits until they are gone. */
  close: () => Promise<void>;
}

const root = join(import.meta.dirname, "..", "..", "..");
/** What Playwright asks of a machine before it does anything. */
const aboutTheMachine = [
  ...["/proc/sys/fs/binfmt_misc/WSLInterop", "/run/WSL", "/proc/version", "/proc/self/cgroup"],
  ...["/.dockerenv", "/run/.containerenv", "/etc/os-release"],
];

const mayRead = ({ parts, folder }: SessionTerms): string[] => [
  ...["package.json", "src"].map((name) => join(root, name)),
  ...[parts.packages, parts.chromium, folder],
  ...aboutTheMachine,
];

const permissions = (terms: SessionTerms): string[] => [
  "--permission",
  ...mayRead(terms).map((path) => `--allow-fs-read=${path}`),
  `--allow-fs-write=${terms.folder}`,
  // For the browser; taken away once it runs.
  "--allow-child-process",
  "--no-warnings",
  "--max-old-space-size=256",
];

// When nines itself is killed, the kernel ends a script that hears of nothing.
const dieWithParent = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));

function startProcess(terms: SessionTerms): ChildProcess {
  const words = [process.execPath, ...permissions(terms), join(import.meta.dirname, "child.ts")];
  const [program = "", ...args] =
    dieWithParent === undefined ? words : [dieWithParent, "--pdeathsig", "KILL", ...words];
  return spawn(program, args, {
    // A group of its own, which one signal ends; and nothing of our environment.
    ...{ detached: true, env: {}, cwd: terms.folder },
    stdio: ["pipe", "pipe", "ignore"],
  });
}

/** Milliseconds for a browser to start, and for one to end in peace. */
const startPatience = 20_000;
const endPatience = 3_000;
/** Characters of one answer: a picture and what is said beside it. */
const longestAnswer = 16 * 1024 * 1024;

/** @throws StepFailure when no browser comes up */
export async function openSession(terms: SessionTerms, signal: AbortSignal): Promise<Session> {
  const child = startProcess(terms);
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const kill = (): void => endGroup(child);
  const answers = answersOf(child, kill);
  const tell = (order: Order): void => void child.stdin?.write(`${JSON.stringify(order)}\n`);
  child.stdin?.on("error", () => undefined);
  const close = async (): Promise<void> => {
    tell({ kind: "end" });
    const timer = setTimeout(kill, endPatience);
    await gone;
    clearTimeout(timer);
    // What is left of the group after its leader ended.
    kill();
  };
  const converse = async (order: Order, patience: number, until: AbortSignal): Promise<Reply> => {
    tell(order);
    return await answers.next(patience, until, gone);
  };
  try {
    const { parts, sandbox, proxy, folder, headers } = terms;
    const start: Order = { kind: "start", chromium: parts.chromium, sandbox, proxy, folder, headers };
    const first = await converse(start, startPatience, signal);
    if (first.kind !== "ready") throw new StepFailure("internal", explainStart(first));
  } catch (error) {
    kill();
    await gone;
    throw error;
  }
  return {
    take: async (order, until) => {
      const answer = await converse({ kind: "step", ...order }, order.timeout + pictureTime, until);
      if (answer.kind === "done") return answer;
      throw new StepFailure("internal", "the process of the script answered what nobody asked");
    },
    close,
  };
}

/** A picture of a page that failed is taken after its time. */
const pictureTime = 6_000;

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone.
  }
}

function explainStart(answer: Reply): string {
  const said =
    answer.kind === "unable" ? (answer.message.split("\n", 1)[0] ?? "") : "it answered out of turn";
  const why = /sandbox/i.test(said)
    ? "Chromium's sandbox needs user namespaces, which this machine forbids"
    : said.slice(0, 300);
  return `the browser did not start: ${why}`;
}

interface Answers {
  next: (patience: number, signal: AbortSignal, gone: Promise<void>) => Promise<Reply>;
}

/** Lines of the child, read one answer at a time; whatever is no answer ends the child. */
function answersOf(child: ChildProcess, kill: () => void): Answers {
  const waiting: ((answer: Reply | undefined) => void)[] = [];
  let length = 0;
  child.stdout?.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > longestAnswer) kill();
  });
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on("line", (line) => {
      length = 0;
      const read = reply.safeParse(parsed(line));
      if (!read.success) kill();
      waiting.shift()?.(read.data);
    });
  return {
    next: async (patience, signal, gone) => {
      const answer = new Promise<Reply | undefined>((resolve) => waiting.push(resolve));
      const late = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
      const ended = await Promise.race([answer, gone.then(() => undefined), aborted(late)]);
      if (ended === "aborted") {
        kill();
        if (signal.aborted && signal.reason instanceof StepFailure) throw signal.reason;
        throw new StepFailure("timeout", "the script was not over in time, and was ended");
      }
      if (ended !== undefined) return ended;
      throw new StepFailure("internal", "the process of the script ended before the script did");
    },
  };
}

const aborted = (signal: AbortSignal): Promise<"aborted"> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve("aborted");
    signal.addEventListener("abort", () => resolve("aborted"), { once: true });
  });

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
