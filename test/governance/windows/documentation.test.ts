import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { budgetEffects, gateEffects, windowStates } from "../../../src/model/governance/states.ts";
import { repository } from "../../../kit/tools.ts";
import { windowInput } from "../../../src/http/schemas/governance/window.ts";
import { checkSchedule } from "../../../src/governance/windows/schedule/check.ts";
import type { WindowSchedule } from "../../../src/governance/windows/window.ts";
import { duration, noon } from "./windows.ts";

const page = readFileSync(join(repository, "docs", "windows.md"), "utf8");
const examples = [...page.matchAll(/```json\n([^`]*)```/g)].map(
  ([, text = ""]) => JSON.parse(text) as object,
);

describe("docs/windows.md", () => {
  it("shows a window that the API takes, and a schedule that is one", () => {
    const [window, schedule] = examples;
    const asked = windowInput.parse(window);
    expect(windowInput.parse({ ...window, schedule })).toMatchObject({ title: asked.title });
  });

  it("shows rules that are taken", () => {
    const rules = [...page.matchAll(/^\| `(FREQ=[^`]*)` \|/gm)].map(([, rule = ""]) => rule);
    const schedule = { kind: "recurring", start: "2026-11-29T02:00", timeZone: "Europe/Berlin" } as const;
    const problems = rules.flatMap((rrule) => {
      const asked: WindowSchedule = { ...schedule, rrule, length: duration("1h") };
      return checkSchedule(asked, noon).map(({ message }) => `${rrule}: ${message}`);
    });
    expect(rules.length).toBeGreaterThan(4);
    expect(problems).toEqual([]);
  });

  it("names every effect and every state", () => {
    const named = z.array(z.string()).parse([...page.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name));
    expect(named).toEqual(expect.arrayContaining([...budgetEffects, ...gateEffects, ...windowStates]));
  });
});
