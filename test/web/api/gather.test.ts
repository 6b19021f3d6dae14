import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gather } from "../../../src/web/api/gather.ts";

const pace = { soon: 100, apart: 1_000 };

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

describe("gathering", () => {
  it("makes one call of many, soon after the first", async () => {
    const call = vi.fn(async () => undefined);
    const reading = gather(call, pace);
    for (let each = 0; each < 500; each++) reading.ask();
    await vi.advanceTimersByTimeAsync(99);
    expect(call).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it("calls at most once in a while, however much happens, and never misses the last", async () => {
    const call = vi.fn(async () => undefined);
    const reading = gather(call, pace);
    for (let each = 0; each < 100; each++) {
      reading.ask();
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(2_000);
    expect(call).toHaveBeenCalledTimes(6);
  });

  it("never calls twice at once: what came meanwhile is called for when the call has ended", async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const call = vi.fn(() => promise as Promise<void>);
    const reading = gather(call, pace);
    reading.ask();
    await vi.advanceTimersByTimeAsync(100);
    reading.ask();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(call).toHaveBeenCalledTimes(1);
    resolve(undefined);
    await vi.advanceTimersByTimeAsync(100);
    expect(call).toHaveBeenCalledTimes(2);
  });

  it("calls nobody after it was stopped", async () => {
    const call = vi.fn(async () => undefined);
    const reading = gather(call, pace);
    reading.ask();
    reading.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(call).not.toHaveBeenCalled();
  });
});
