import { describe, expect, it } from "vitest";
import { plainInk } from "../../../../src/cli/terminal/ink.ts";
import { exceptionLines, exceptionTable } from "../../../../src/cli/views/governance/exception.ts";
import type { ExceptionDetailBody } from "../../../../src/http/schemas/governance/exception.ts";
import { governedApp, request } from "../../../http/governance/world.ts";

async function shown(changes: object = {}): Promise<ExceptionDetailBody> {
  const of = await governedApp();
  const { body } = await of.as("alice").post("/api/v1/exceptions", request(changes));
  return body as ExceptionDetailBody;
}

describe("an exception in the terminal", () => {
  it("tells who still has to approve, and the command for them", async () => {
    const exception = await shown();
    const lines = exceptionLines(exception, plainInk);
    expect(lines).toEqual(
      expect.arrayContaining([
        `${exception.id}  pending`,
        "  checkout to production · any change · 4f2a91c",
        "  ◌ owner (team-shop)  nobody yet",
        "  ◌ sre                nobody yet",
        `  to approve: nines exception approve ${exception.id} --hash ${exception.requestHash.slice(0, 12)}`,
      ]),
    );
    expect(lines.join("\n")).toMatch(/waits for team-shop and sre; without an answer escalated in/);
  });

  it("fits eighty columns, however much was written", async () => {
    const long = "because ".repeat(60).trim();
    const exception = await shown({ risk: long, businessImpact: long, rollbackPlan: long });
    const widest = Math.max(...exceptionLines(exception, plainInk).map((line) => Array.from(line).length));
    expect(widest).toBeLessThanOrEqual(80);
  });

  it("lets nothing that was written steer the reader's terminal", async () => {
    const exception = await shown({ risk: "calm\u001b[2J" });
    expect(exceptionLines(exception, plainInk).join("\n")).not.toContain("\u001b");
  });

  it("is one line of a list", async () => {
    const exception = await shown();
    const [heading, row] = exceptionTable([exception], 1, plainInk);
    expect(heading).toMatch(/^id +state +service +change +by +waits for +left$/);
    expect(row).toMatch(/pending +checkout +4f2a91c +alice +team-shop,sre/);
  });
});
