import { describe, expect, it } from "vitest";
import { seconds } from "../../src/model/units.ts";
import {
  calendarUnits,
  calendarWindow,
  longestLength,
  rollingWindow,
  windowPhrase,
  windowText,
  windowWord,
} from "../../src/model/window.ts";

const berlin = "Europe/Berlin";

describe("a window in words", () => {
  it("is its length when it rolls", () => {
    const window = rollingWindow(seconds(30 * 86_400));
    expect([windowWord(window), windowText(window), windowPhrase(window)]).toEqual(["30d", "30d", "30d"]);
  });

  it("is its period and its zone when it follows the calendar", () => {
    const window = calendarWindow("month", berlin);
    expect(windowWord(window)).toBe("month");
    expect(windowText(window)).toBe("month (Europe/Berlin)");
    expect(windowPhrase(window)).toBe("a calendar month (Europe/Berlin)");
  });

  it("tells a week that begins on another day, and knows no such thing of a month", () => {
    expect(windowText(calendarWindow("week", berlin, "sunday"))).toBe("week from sunday (Europe/Berlin)");
    expect(windowText(calendarWindow("month", "UTC", "sunday"))).toBe("month (UTC)");
  });
});

describe("the length of a calendar window", () => {
  it("is nominal, for factors and rules of thumb", () => {
    expect(calendarUnits.map((unit) => calendarWindow(unit).length / 86_400)).toEqual([7, 30, 90, 365]);
  });

  it("can be longer by a day, and by the hour of autumn", () => {
    const days = calendarUnits.map((unit) => Math.floor(longestLength(calendarWindow(unit)) / 86_400));
    expect(days).toEqual([7, 31, 92, 366]);
  });
});
