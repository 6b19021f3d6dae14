import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  both,
  type Count,
  counter,
  day,
  diurnal,
  during,
  events,
  gauge,
  hour,
  outside,
  repeated,
  share,
  shown,
  steady,
} from "../../kit/history.ts";

const labels = { __name__: "x_total" };
const every30 = { every: 30, phase: 7 };
const span = { from: 0, to: hour };
const scraped = (count: Count, more: object = {}) =>
  counter({ labels, ...span, count, scrapes: every30, ...more });

describe("a count of events", () => {
  it("is the integral of its rate", () => {
    expect(events(steady(2), { from: 10, to: 70 })).toBe(120);
    expect(events(diurnal(10, 0.8), { from: 5 * day, to: 6 * day })).toBe(10 * day);
  });

  it("swings about its mean, highest at the peak", () => {
    const count = diurnal(10, 0.8, 14 * hour);
    const around = (at: number) => events(count, { from: at - 60, to: at + 60 }) / 120;
    expect(around(14 * hour)).toBeCloseTo(18, 1);
    expect(around(26 * hour)).toBeCloseTo(2, 1);
  });

  it("splits into what is during and what is outside of spans, without loss", () => {
    const spans = repeated({ from: 0, to: day }, hour, 20, 600);
    const all = diurnal(7, 0.5);
    const again = both(during(spans, all), outside(spans, all));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: day }), (at) => {
        expect(again(at)).toBeCloseTo(all(at), 6);
      }),
    );
    expect(events(during(spans, steady(5)), { from: 0, to: day })).toBe(24 * 20 * 5);
  });

  it("knows no binary noise", () => {
    expect(events(share(0.1, steady(1)), { from: 0, to: 600 })).toBe(60);
  });
});

describe("a scraped counter", () => {
  it("has a sample at every scrape of its phase, and whole events", () => {
    const { times, values } = scraped(steady(0.5));
    expect([...times.slice(0, 3)]).toEqual([7_000, 37_000, 67_000]);
    expect([...values.slice(0, 3)]).toEqual([3, 18, 33]);
  });

  it("shows every event between its first and its last scrape", () => {
    const series = scraped(diurnal(3, 0.9));
    expect(shown(series, span)).toBe(events(diurnal(3, 0.9), { from: 7, to: hour - 23 }));
  });

  it("starts again from zero after a restart, and hides what happened since the scrape before", () => {
    const series = scraped(steady(1), { resets: [600] });
    const at = series.times.indexOf(607_000);
    expect([series.values[at - 1], series.values[at]]).toEqual([577, 7]);
    expect(shown(series, span)).toBe(events(steady(1), { from: 7, to: hour - 23 }) - 23);
  });

  it("goes on counting through a gap in the scrapes", () => {
    const series = scraped(steady(1), { gaps: [{ from: 600, to: 900 }] });
    expect(series.times.some((at) => at >= 600_000 && at < 900_000)).toBe(false);
    expect(shown(series, span)).toBe(shown(scraped(steady(1)), span));
  });

  it("nobody initialised is born with its first event, whose number no scrape shows", () => {
    const series = scraped(during([{ from: 600, to: 700 }], steady(1)), { bornWithFirstEvent: true });
    expect(series.times[0]).toBe(607_000);
    expect(series.values[0]).toBe(7);
    expect(shown(series, span)).toBe(93);
  });
});

describe("a scraped gauge", () => {
  it("has the value of the moment of the scrape", () => {
    const series = gauge({ labels, from: 0, to: 60, scrapes: every30, value: (at) => at * 2 });
    expect([...series.values]).toEqual([14, 74]);
  });
});
