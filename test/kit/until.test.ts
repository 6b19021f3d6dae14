import { describe, expect, it } from "vitest";
import { until, untilSteady } from "../../kit/until.ts";

describe("until", () => {
  it("resolves to what it saw, as soon as it sees it", async () => {
    let looks = 0;
    expect(await until(() => (++looks === 3 ? "seen" : undefined), { what: "three looks", every: 1 })).toBe(
      "seen",
    );
  });

  it("takes an error for a not-yet, and gives it as the reason when time runs out", async () => {
    const look = () => {
      throw new Error("connection refused");
    };
    const waiting = until(look, { what: "the server answers", timeout: 20, every: 5 });
    await expect(waiting).rejects.toThrow(
      "waited 0.02 s in vain until the server answers: connection refused",
    );
  });

  it("can wait for two equal answers in a row", async () => {
    const answers = [1, 2, 3, 3, 4];
    expect(await untilSteady(async () => answers.shift(), { what: "it is steady", every: 1 })).toBe(3);
  });
});
