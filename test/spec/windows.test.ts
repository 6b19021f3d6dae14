import { describe, expect, it } from "vitest";
import { calendarWindow } from "../../src/model/window.ts";
import { definitionsOf, document, load, onlySlo, service } from "./setup/load.ts";

const windowOf = (slo: string) => onlySlo(definitionsOf(service({ slo }))).window;
const found = (slo: string) => load(service({ slo })).diagnostics.map(({ code, remedy }) => [code, remedy]);

describe("a calendar window", () => {
  it("is a period in a time zone", () => {
    expect(windowOf("window: {calendar: month, timeZone: Europe/Berlin}")).toEqual(
      calendarWindow("month", "Europe/Berlin"),
    );
  });

  it("is one of UTC and begins on Monday unless told otherwise", () => {
    expect(windowOf("window: {calendar: week}")).toEqual(calendarWindow("week", "UTC", "monday"));
    expect(windowOf("window: {calendar: week, weekStart: sunday}")).toMatchObject({ weekStart: "sunday" });
  });

  it("can come from Defaults and from an override", () => {
    const defaults = document("Defaults", "all", "{ window: {calendar: quarter} }");
    const slo = service({ slo: "overrides: { production: { window: {calendar: year} } }" });
    expect(onlySlo(definitionsOf({ "slos/d.yaml": defaults, "slos/s.yaml": service() })).window).toEqual(
      calendarWindow("quarter"),
    );
    expect(onlySlo(definitionsOf(slo)).window).toEqual(calendarWindow("year"));
  });

  it("takes the alert tiers of its nominal length", () => {
    const factors = (unit: string) =>
      onlySlo(definitionsOf(service({ slo: `window: {calendar: ${unit}}` }))).alerting.tiers.map(
        ({ factor }) => factor,
      );
    expect(factors("month")).toEqual([14.4, 6, 3, 1]);
    expect(factors("week")).toEqual([13.44, 3.5, 1.4, 1]);
    expect(factors("year")).toEqual([175.2, 73, 36.5, 12.166666667]);
  });

  it("is told from a duration, with what to write instead", () => {
    expect(found("window: month")).toEqual([
      ["duration-shape", "write {calendar: month, timeZone: Europe/Berlin}"],
    ]);
  });

  it("knows four periods, real zones, and the start of weeks alone", () => {
    expect(found("window: {calendar: months}")).toEqual([
      ["unknown-value", 'did you mean "month"? known here: week, month, quarter, year'],
    ]);
    expect(found("window: {calendar: month, timeZone: Europe/Berln}")).toEqual([
      ["time-zone", "did you mean Europe/Berlin?"],
    ]);
    expect(found("window: {calendar: month, weekStart: sunday}")).toEqual([
      ["conflicting-keys", "remove `weekStart`"],
    ]);
    expect(found("window: {calender: month}")[0]?.[0]).toBe("unknown-key");
  });
});
