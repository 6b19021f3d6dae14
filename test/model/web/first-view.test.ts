import { describe, expect, it } from "vitest";
import { firstQuestions, overviewPath, totalsPath } from "../../../src/model/web/first-view.ts";

const address = (query: string): URLSearchParams => new URLSearchParams(query);

describe("the questions of a view that opens", () => {
  it("are the list and the totals on the overview, and the totals alone elsewhere", () => {
    expect(firstQuestions("/", address(""))).toEqual(
      expect.arrayContaining(["/api/v1/overview?limit=20", "/api/v1/overview?limit=1"]),
    );
    expect(firstQuestions("/slos/a.b.c", address(""))).not.toContain("/api/v1/overview?limit=20");
  });

  it("go by the filters in the address, and by nothing else in it", () => {
    expect(overviewPath(address("state=frozen&utm=mail&q=&page=2"))).toBe(
      "/api/v1/overview?state=frozen&page=2&limit=20",
    );
  });

  it("say an environment as an address is written, whatever its name holds", () => {
    expect(totalsPath("eu & us")).toBe("/api/v1/overview?limit=1&environment=eu%20%26%20us");
    expect(totalsPath("")).toBe("/api/v1/overview?limit=1");
  });
});
