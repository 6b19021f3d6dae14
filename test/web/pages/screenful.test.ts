import { describe, expect, it } from "vitest";
import { screenfulOf } from "../../../src/web/pages/overview/screenful.ts";

const services = (...counts: readonly number[]) =>
  counts.map((count, at) => ({ name: `service-${at}`, slos: Array.from({ length: count }, () => ({})) }));
const namesOf = (height: number, ...counts: readonly number[]) =>
  screenfulOf(services(...counts) as never[], height).map(({ name }: { name: string }) => name);

describe("what a screen shows of a list of services", () => {
  it("is as many of them as fill it, whole services", () => {
    expect(namesOf(800, 20, 20, 20)).toEqual(["service-0", "service-1"]);
    expect(namesOf(800, 5, 5, 5, 5, 5, 5, 5)).toHaveLength(4);
  });

  it("is all of a list that does not fill it", () => {
    expect(namesOf(800, 1, 2)).toHaveLength(2);
    expect(namesOf(800)).toEqual([]);
  });

  it("is at least one service, however low the window", () => {
    expect(namesOf(10, 20, 20)).toEqual(["service-0"]);
  });
});
