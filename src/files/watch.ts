import { type FSWatcher, watch } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

export interface WatchOptions {
  /** The fingerprint of what was read already: nothing changed in between may be missed. */
  since: string;
  onChange: () => Promise<void>;
  /** Said once when the system cannot tell of changes: the folder is then only looked at now and then. */
  warn: (message: string) => void;
  /** Milliseconds of quiet before a change counts: a checkout writes many files. */
  debounce?: number;
  /** Milliseconds between two looks, for what the system does not tell: network folders, swapped links. */
  poll?: number;
}

/** Calls back after the files below a path have changed, never twice at once; ends with the returned function. */
export function watchFolder(path: string, options: WatchOptions): () => void {
  const { since, onChange, warn, debounce = 200, poll = 10_000 } = options;
  let known = since;
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;
  let ended = false;

  const look = async (): Promise<void> => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    const now = await fingerprint(path);
    const changed = known !== now;
    known = now;
    if (changed && !ended) await onChange();
    looking = false;
    if (again && !ended) soon(debounce);
    again = false;
  };
  const soon = (delay: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), delay);
    timer.unref();
  };
  void look();
  const ticks = setInterval(() => void look(), poll);
  ticks.unref();
  const watcher = systemWatcher(path, () => soon(debounce), warn);
  return () => {
    ended = true;
    clearTimeout(timer);
    clearInterval(ticks);
    watcher?.close();
  };
}

function systemWatcher(path: string, told: () => void, warn: WatchOptions["warn"]): FSWatcher | undefined {
  const poorer = (error: unknown): void =>
    warn(`changes of ${path} are only seen by looking now and then: ${(error as Error).message}`);
  try {
    const watcher = watch(path, { recursive: true, persistent: false }, told);
    watcher.on("error", poorer);
    return watcher;
  } catch (error) {
    poorer(error);
    return undefined;
  }
}

/** Changes when any file below does that is read: names, sizes, times and identities, links followed. */
export async function fingerprint(path: string): Promise<string> {
  const lines: string[] = [];
  await describe(path, new Set(), lines);
  return lines.sort().join("\n");
}

async function describe(path: string, above: ReadonlySet<string>, lines: string[]): Promise<void> {
  try {
    const { ino, size, mtimeMs, ctimeMs, mode } = await stat(path);
    if (!isFolder(mode)) {
      lines.push(`${path} ${ino} ${size} ${mtimeMs} ${ctimeMs}`);
      return;
    }
    // A folder's own time moves with files that nobody reads, such as an editor's.
    lines.push(path);
    const real = await realpath(path);
    if (above.has(real)) return;
    const inside = new Set([...above, real]);
    for (const name of await readdir(path))
      if (!name.startsWith(".") && name !== "node_modules") await describe(join(path, name), inside, lines);
  } catch (error) {
    lines.push(`${path} ${(error as NodeJS.ErrnoException).code ?? "unreadable"}`);
  }
}

const [formatMask, folderFormat] = [0o170000, 0o040000];
const isFolder = (mode: number): boolean => (mode & formatMask) === folderFormat;
