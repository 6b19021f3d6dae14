import { describe, expect, it } from "vitest";
import { createCleanup } from "../../../demo/stack/cleanup.ts";

describe("cleaning up", () => {
  it("undoes last first, and once however often it is asked", async () => {
    const done: string[] = [];
    const cleanup = createCleanup();
    for (const name of ["first", "second"]) cleanup.add(() => void done.push(name));
    await Promise.all([cleanup.run(), cleanup.run()]);
    expect(done).toEqual(["second", "first"]);
  });

  it("goes on past what fails, and says so at the end", async () => {
    const done: string[] = [];
    const cleanup = createCleanup();
    cleanup.add(() => void done.push("first"));
    cleanup.add(() => Promise.reject(new Error("stuck")));
    await expect(cleanup.run()).rejects.toThrow("stuck");
    expect(done).toEqual(["first"]);
  });
});
