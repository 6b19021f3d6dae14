import { afterEach, describe, expect, it } from "vitest";
import { openLazy, type Lazy, type Started } from "./lazy.ts";

let starts = 0;
let stops = 0;
let lazy: Lazy;
const open = async (start: () => Promise<Started>): Promise<void> => {
  [starts, stops] = [0, 0];
  lazy = await openLazy({
    thing: () => {
      starts += 1;
      return start();
    },
  });
};
const started = {
  facts: { url: "here" },
  stop: () => {
    stops += 1;
    return Promise.resolve();
  },
};
const ask = async (name: string) => {
  const answer = await fetch(`${lazy.url}/${name}`);
  return { status: answer.status, body: (await answer.json()) as unknown };
};
afterEach(() => lazy.close());

describe("what tests share and start when it is needed", () => {
  it("is not started while nobody asks, and there is then nothing to stop", async () => {
    await open(() => Promise.resolve(started));
    await lazy.close();
    expect([starts, stops]).toEqual([0, 0]);
  });

  it("is started once, whoever asks at the same time, and stopped once", async () => {
    await open(() => Promise.resolve(started));
    const answers = await Promise.all([ask("thing"), ask("thing"), ask("thing")]);
    expect(answers.map(({ body }) => body)).toEqual([{ url: "here" }, { url: "here" }, { url: "here" }]);
    expect(starts).toBe(1);
    await lazy.close();
    expect(stops).toBe(1);
  });

  it("tells everybody why it did not start", async () => {
    await open(() => Promise.reject(new Error("the port is taken")));
    expect(await ask("thing")).toEqual({ status: 500, body: "the port is taken" });
    expect(await ask("thing")).toEqual({ status: 500, body: "the port is taken" });
    expect(starts).toBe(1);
  });

  it("does not know what nobody has told it to start", async () => {
    await open(() => Promise.resolve(started));
    expect(await ask("other")).toEqual({ status: 500, body: 'nobody knows how to start "other"' });
  });
});
