import { describe, expect, it } from "vitest";
import { collectAnswers } from "../../../src/cli/init/ask.ts";
import type { Ask } from "../../../src/cli/terminal/prompt.ts";
import { questions, type Partially } from "../../../src/spec/starter/questions.ts";

/** A person who types these lines and then goes away. */
function person(...typed: string[]): {
  ask: Ask;
  asked: string[];
  said: string[];
  say: (line: string) => void;
} {
  const asked: string[] = [];
  const said: string[] = [];
  const ask: Ask = (prompt) => {
    asked.push(prompt);
    return Promise.resolve(typed.shift());
  };
  return { ask, asked, said, say: (line) => void said.push(line) };
}
const answersOf = ({ ask, say }: ReturnType<typeof person>, given: Partially = {}) =>
  collectAnswers({ questions, given, ask, say });

describe("the questions", () => {
  it("are few, each with what is usual, which Enter takes", async () => {
    const someone = person("search", "", "", "", "", "", "", "", "");
    expect(await answersOf(someone)).toEqual({
      service: "search",
      owner: "team-search",
      sli: "requests",
      metric: "http_requests_total",
      match: 'job="search"',
      bad: 'code=~"5.."',
      threshold: "300ms",
      objective: "99.9%",
      window: "30d",
      runbook: "",
    });
    expect(someone.asked).toHaveLength(9);
    expect(someone.asked[1]).toBe("Which team answers for it? [team-search] ");
  });

  it("fit what is measured", async () => {
    const someone = person("", "", "latency", "", "", "1s", "", "", "");
    expect(await answersOf(someone)).toMatchObject({
      metric: "http_request_duration_seconds",
      threshold: "1s",
    });
    expect(someone.asked.some((prompt) => prompt.includes("make an event bad"))).toBe(false);
  });

  it("are asked again until the answer can be read, with the reason", async () => {
    const someone = person("Check Out", "checkout", "", "", "", "", "", "100%", "99%", "", "");
    expect(await answersOf(someone)).toMatchObject({ service: "checkout", objective: "99%" });
    expect(someone.said).toEqual([
      expect.stringContaining("write check-out"),
      expect.stringContaining("at 100% no event may ever be bad"),
    ]);
  });

  it("are not asked where an option answered", async () => {
    const someone = person("", "", "", "", "", "", "");
    const given = { service: "checkout", objective: "95%" };
    expect(await answersOf(someone, given)).toMatchObject({ ...given, owner: "team-checkout" });
    expect(someone.asked).toHaveLength(7);
  });

  it("end without an answer when the person goes away", async () => {
    await expect(answersOf(person("checkout"))).rejects.toThrow("stopped; nothing was written");
  });
});
