import { describe, expect, it } from "vitest";
import { createWindow } from "../../../src/governance/windows/commands/create.ts";
import type { WindowRequest } from "../../../src/governance/windows/window.ts";
import {
  begin,
  duration,
  earlier,
  factsOf,
  judged,
  later,
  occasion,
  person,
  refusalOf,
  requestOf,
} from "./windows.ts";

const facts = factsOf(
  judged({ slo: { groupBy: ["region"] }, groups: [{ group: { region: "eu" }, consumed: 0.1 }] }),
);

const anywhere = person("alice", { services: ["*"] });
const creating = (changes: Partial<WindowRequest>, who = anywhere) =>
  createWindow(begin(), occasion(), who, requestOf(changes), facts);
const wrongFields = (changes: Partial<WindowRequest>): unknown => refusalOf(creating(changes));
const messageOf = (changes: Partial<WindowRequest>): string => {
  const act = creating(changes);
  return "message" in act ? act.message : "accepted";
};

const weekly = (changes: object = {}): WindowRequest["schedule"] => ({
  kind: "recurring",
  rrule: "FREQ=WEEKLY;BYDAY=SU",
  start: "2026-11-22T20:00",
  timeZone: "Europe/Berlin",
  length: duration("2h"),
  ...changes,
});
const once = (from: string, to: string): WindowRequest["schedule"] => ({
  kind: "once",
  from: later(from),
  to: later(to),
});

describe("a window is refused field by field when", () => {
  it.each<[string, Partial<WindowRequest>, string[]]>([
    ["it has no title and no reason", { title: " ", reason: "" }, ["title", "reason"]],
    ["its title would reach a terminal as a command", { title: "\u001b[2J" }, ["title"]],
    ["nobody knows the service", { service: "chekout" }, ["service"]],
    ["it names no environment", { environments: [] }, ["environments"]],
    ["the service is not in that environment", { environments: ["staging"] }, ["environments"]],
    ["nobody knows the SLO", { slos: ["checkout.speed.production"] }, ["slos"]],
    ["the SLO is not grouped by that label", { group: { zone: "a" } }, ["group.zone"]],
    ["the group has no name", { group: { region: "" } }, ["group.region"]],
    ["it acts on nothing", { acts: { alerts: false, budget: "count", gate: "none" } }, ["acts"]],
    [
      "a known issue would open the gate",
      { kind: "known-issue", acts: { alerts: true, budget: "count", gate: "open" } },
      ["acts.gate"],
    ],
    ["it ends before it begins", { schedule: once("2h", "1h") }, ["schedule.to"]],
    ["it lasts longer than 30 days", { schedule: once("1h", "721h1m") }, ["schedule.to"]],
    ["it begins in more than 400 days", { schedule: once("9601h", "9602h") }, ["schedule.from"]],
    [
      "one occurrence lasts longer than 30 days",
      { schedule: weekly({ length: duration("31d") }) },
      ["schedule.length"],
    ],
    ["it lasts no minute", { schedule: weekly({ length: duration("30s") }) }, ["schedule.length"]],
    ["nobody knows the zone", { schedule: weekly({ timeZone: "Europe/Atlantis" }) }, ["schedule.timeZone"]],
    ["an offset stands for a zone", { schedule: weekly({ timeZone: "+02:00" }) }, ["schedule.timeZone"]],
    [
      "the start names a zone of its own",
      { schedule: weekly({ start: "2026-11-22T20:00Z" }) },
      ["schedule.start"],
    ],
    ["the start is no date", { schedule: weekly({ start: "2026-02-30T20:00" }) }, ["schedule.start"]],
    [
      "clocks go forward over its first start",
      { schedule: weekly({ start: "2027-03-28T02:30" }) },
      ["schedule.start"],
    ],
    ["two occurrences would overlap", { schedule: weekly({ rrule: "FREQ=HOURLY" }) }, ["schedule.length"]],
  ])("%s", (_, changes, fields) => {
    expect(wrongFields(changes)).toEqual(fields);
  });

  it.each([
    "",
    "FREQ=MINUTELY",
    "FREQ=SECONDLY",
    "FREQ=DAILY;BYSECOND=1",
    "FREQ=HOURLY;BYMINUTE=0,30",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=99999",
    "FREQ=DAILY;COUNT=1001",
    "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;INTERVAL=1000;BYDAY=MO;BYMONTH=5;BYMONTHDAY=13",
    "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
    "FREQ=DAILY;COUNT=2;UNTIL=20271231T000000Z",
    "FREQ=DAILY;UNTIL=20271331T000000Z",
    "FREQ=DAILY;UNTIL=20271231",
    "FREQ=DAILY;BYHOUR=24",
    "FREQ=DAILY;BYMONTH=13",
    "FREQ=DAILY;FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=1SU",
    "FREQ=WEEKLY;BYDAY=SONNTAG",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;UNTIL=20200101T000000Z",
    "INTERVAL=2",
    "RRULE:FREQ=DAILY",
    "DTSTART:20261101T020000Z\nRRULE:FREQ=DAILY",
    "FREQ=DAILY;constructor=1",
    `FREQ=YEARLY;BYYEARDAY=${Array.from({ length: 366 }, (_, day) => day + 1).join(",")}`,
  ])("its rule is %j", (rrule) => {
    expect(wrongFields({ schedule: weekly({ rrule }) })).toContain("schedule.rrule");
  });

  it("it is over already, and says what to do instead", () => {
    expect(messageOf({ schedule: { kind: "once", from: earlier("3h"), to: earlier("1h") } })).toBe(
      "schedule.to: it is over already: a correction takes past time out of the budget; to end it now, cancel",
    );
  });

  it("its rule says what is finer than hourly, and why", () => {
    expect(messageOf({ schedule: weekly({ rrule: "FREQ=MINUTELY" }) })).toBe(
      "schedule.rrule: FREQ: MINUTELY is finer than hourly: a window that comes every minute is a window that never ends",
    );
  });

  it("its occurrences overlap, and says how long one may last", () => {
    expect(messageOf({ schedule: weekly({ rrule: "FREQ=DAILY", length: duration("30h") }) })).toBe(
      "schedule.length: occurrences begin 23h apart at times: one lasts 23h at most",
    );
  });
});

describe("a window is refused as a whole when", () => {
  it.each([
    ["a viewer asks", person("dave", { roles: ["viewer"] })],
    ["somebody asks who does not act for the service", person("dave", { services: ["search"] })],
  ])("%s", (_, who) => {
    expect(refusalOf(creating({}, who))).toBe("forbidden");
  });

  it("not when an administrator asks, or a machine for its own service", () => {
    expect(refusalOf(creating({}, person("root", { roles: ["admin"], services: [] })))).toBe("accepted");
    expect(refusalOf(creating({}, person("ci", { kind: "machine", roles: ["machine"] })))).toBe("accepted");
  });
});

describe("a window is accepted", () => {
  it("with an environment's alias, under its canonical name", () => {
    const act = creating({ environments: ["prod", "production"] });
    expect("answer" in act && act.answer.request.environments).toEqual(["production"]);
  });

  it("that has begun already: a known issue is often known late", () => {
    expect(
      wrongFields({ kind: "known-issue", schedule: { kind: "once", from: earlier("3h"), to: later("3h") } }),
    ).toBe("accepted");
  });

  it("every hour, and for days that not every month or year has", () => {
    for (const rrule of ["FREQ=HOURLY", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"])
      expect(wrongFields({ schedule: weekly({ rrule, length: duration("30m") }) })).toBe("accepted");
  });
});
