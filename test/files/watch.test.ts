import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { until } from "../../kit/until.ts";
import { type WatchOptions, fingerprint, watchFolder } from "../../src/files/watch.ts";

function folder(): string {
  const made = temporaryFolder("watch");
  onTestFinished(() => removeFolder(made));
  return made;
}

/** Watches until its test is over and counts what it was told of. */
async function watching(path: string, more: Partial<WatchOptions> = {}) {
  const seen = { changes: 0, warnings: [] as string[] };
  const end = watchFolder(path, {
    since: await fingerprint(path),
    onChange: async () => {
      seen.changes++;
    },
    warn: (message) => seen.warnings.push(message),
    debounce: 20,
    poll: 100,
    ...more,
  });
  onTestFinished(end);
  return { seen, end };
}

/** Changes something until it is noticed: a change during a look may have been seen by it. */
async function noticed(seen: { changes: number }, change: (round: number) => void): Promise<void> {
  const before = seen.changes;
  let round = 0;
  await until(
    () => {
      if (seen.changes > before) return true;
      change(round++);
      return undefined;
    },
    { what: "the change is noticed", every: 150 },
  );
}

describe("a watched folder", () => {
  it("tells of a file written, renamed over, added in a new folder, and removed", async () => {
    const path = folder();
    const { seen } = await watching(path);
    await noticed(seen, (n) => writeFileSync(join(path, "a.yaml"), `a: ${n}`));
    await noticed(seen, (n) => {
      writeFileSync(join(path, ".new"), `b: ${n}`);
      renameSync(join(path, ".new"), join(path, "a.yaml"));
    });
    await noticed(seen, (n) => {
      mkdirSync(join(path, "more"), { recursive: true });
      writeFileSync(join(path, "more", "b.yaml"), `b: ${n}`);
    });
    await noticed(seen, () => rmSync(join(path, "a.yaml"), { force: true }));
  });

  it("tells of a folder of links that are swapped all at once, as mounted configurations are", async () => {
    const path = folder();
    const store = folder();
    for (const version of ["1", "2"]) {
      mkdirSync(join(store, version));
      writeFileSync(join(store, version, "a.yaml"), `version: ${version}`);
    }
    symlinkSync(join(store, "1"), join(path, "..data"));
    symlinkSync(join("..data", "a.yaml"), join(path, "a.yaml"));
    const { seen } = await watching(path);
    await noticed(seen, (n) => {
      symlinkSync(join(store, String(((n + 1) % 2) + 1)), join(path, "..next"));
      renameSync(join(path, "..next"), join(path, "..data"));
    });
  });

  it("takes many writes for one change", async () => {
    const path = folder();
    const { seen } = await watching(path, { debounce: 100, poll: 60_000 });
    for (let file = 0; file < 50; file++) writeFileSync(join(path, `${file}.yaml`), "x");
    await until(() => seen.changes > 0, { what: "the writes are noticed" });
    writeFileSync(join(path, "last.yaml"), "x");
    await until(() => seen.changes > 1, { what: "the last write is noticed" });
    expect(seen.changes).toBe(2);
  });

  it("misses nothing that changed since it was read", async () => {
    const path = folder();
    const since = await fingerprint(path);
    writeFileSync(join(path, "a.yaml"), "x");
    const { seen } = await watching(path, { since, poll: 60_000 });
    await until(() => seen.changes === 1, { what: "the earlier change is told of" });
  });

  it("is silent about files that are not read: hidden ones", async () => {
    const path = folder();
    const { seen } = await watching(path);
    const before = await fingerprint(path);
    writeFileSync(join(path, ".a.yaml"), "x");
    mkdirSync(join(path, ".git"));
    // Only the folder's own time has moved; what is read is as it was.
    expect(await fingerprint(path)).toBe(before);
    renameSync(join(path, ".a.yaml"), join(path, "a.yaml"));
    await until(() => seen.changes > 0, { what: "a file that is read is told of" });
    expect(seen.changes).toBe(1);
  });

  it("may be gone for a while", async () => {
    const path = join(folder(), "slos");
    mkdirSync(path);
    const { seen } = await watching(path);
    await noticed(seen, () => rmSync(path, { recursive: true, force: true }));
    await noticed(seen, (n) => {
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, "a.yaml"), String(n));
    });
  });

  it("never calls back twice at once, and still tells of what changed meanwhile", async () => {
    const path = folder();
    let [under, most, calls] = [0, 0, 0];
    const onChange = async (): Promise<void> => {
      calls++;
      most = Math.max(most, ++under);
      writeFileSync(join(path, "during.yaml"), String(calls > 3 ? 3 : calls));
      await new Promise((resolve) => setImmediate(resolve));
      under--;
    };
    const seen = { changes: 0 };
    await watching(path, {
      onChange: async () => {
        await onChange();
        seen.changes++;
      },
    });
    await noticed(seen, (n) => writeFileSync(join(path, "a.yaml"), String(n)));
    await until(() => calls >= 3, { what: "later changes are told of" });
    expect(most).toBe(1);
  });
});
