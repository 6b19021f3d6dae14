import { describe, expect, it } from "vitest";
import { calendarSchema } from "../../../src/http/schemas/governance/calendar.ts";
import { governedApp, request } from "./world.ts";

const window = {
  kind: "maintenance",
  title: "weekly restart",
  reason: "CHG-1234",
  service: "checkout",
  environments: ["production"],
  schedule: {
    kind: "recurring",
    ...{ rrule: "FREQ=WEEKLY;BYDAY=SU", start: "2026-11-29T02:00", timeZone: "Europe/Berlin", length: "90m" },
  },
};

async function planned() {
  const of = await governedApp();
  await of.as("alice").post("/api/v1/windows", window);
  await of.as("alice").post("/api/v1/exceptions", request({ expiry: "2026-11-24T12:00:00Z" }));
  const ask = async (query: string) => {
    const { body } = await of.as("bob").get(`/api/v1/calendar?${query}`);
    const read = calendarSchema.parse(body);
    expect(read).toEqual(body);
    return read;
  };
  return { of, ask };
}

describe("the calendar over HTTP", () => {
  it("answers a month with every time of what recurs, and what waits for its quorum", async () => {
    const { ask } = await planned();
    const { items, total } = await ask("from=2026-11-01&to=2026-12-08");
    expect(total).toBe(3);
    expect(items).toMatchObject([
      { kind: "exception", pending: true, to: "2026-11-24T12:00:00.000Z" },
      { kind: "maintenance", from: "2026-11-29T01:00:00.000Z", to: "2026-11-29T02:30:00.000Z" },
      { kind: "maintenance", from: "2026-12-06T01:00:00.000Z" },
    ]);
  });

  it("begins today and ends in a month unless told otherwise", async () => {
    const { ask } = await planned();
    expect(await ask("")).toMatchObject({
      from: "2026-11-22T00:00:00.000Z",
      to: "2026-12-23T00:00:00.000Z",
    });
  });

  it("is narrowed by service, by environment under any of its names, and by kind", async () => {
    const { ask } = await planned();
    const range = "from=2026-11-01&to=2026-12-01";
    expect((await ask(`${range}&service=search`)).total).toBe(0);
    expect((await ask(`${range}&environment=prod&kind=exception`)).items).toMatchObject([
      { kind: "exception" },
    ]);
    expect((await ask(`${range}&kind=maintenance,experiment`)).total).toBe(1);
  });

  it.each([
    ["from=2026-11-02&to=2026-11-01", "to"],
    ["from=2026-01-01&to=2026-11-01", "to"],
    ["from=tomorrow", "from"],
    ["kind=holiday", "kind"],
  ])("refuses %s and names the parameter", async (query, parameter) => {
    const { of } = await planned();
    const answer = await of.as("bob").get(`/api/v1/calendar?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ parameter }] } });
  });
});
