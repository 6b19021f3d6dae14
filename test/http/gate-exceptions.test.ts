import { describe, expect, it } from "vitest";
import { gateLines } from "../../src/cli/views/gate.ts";
import { plainInk } from "../../src/cli/terminal/ink.ts";
import { verdictSchema } from "../../src/http/schemas/verdict.ts";
import { approved, Scene } from "../governance/exceptions/scene.ts";
import { appWith, get } from "./support/app.ts";

const asked = "/api/v1/gate?service=checkout&environment=production&sha=4f2a91c";

async function verdictOf(scene: Scene) {
  const app = appWith(scene.snapshot, { governance: () => scene.governance });
  const { status, body } = await get(app, asked);
  expect(status).toBe(200);
  const verdict = verdictSchema.parse(body);
  // Nothing is answered that the contract does not name.
  expect(verdict).toEqual(body);
  return verdict;
}

describe("a verdict by exception over HTTP", () => {
  it("names the exception, who approved it, what is left of it and until when", async () => {
    const { scene, id } = approved({ maxUses: 2 });
    expect(await verdictOf(scene)).toMatchObject({
      decision: "warn",
      allowed: true,
      exceptions: [
        {
          exception: id,
          service: "checkout",
          environment: "production",
          sha: "4f2a91c",
          recorded: false,
          usesLeft: 1,
          expiry: "2026-11-25T12:00:00.000Z",
          breakGlass: false,
          approvals: [
            { by: "olga@example.org", group: "team-shop" },
            { by: "sam@example.org", group: "sre" },
          ],
        },
      ],
      reasons: [
        { kind: "slo", decision: "warn", exception: id },
        { kind: "exception", decision: "warn", exception: id },
      ],
    });
  });

  it("spends nothing: the next GET is told the same", async () => {
    const { scene, id } = approved();
    const first = await verdictOf(scene);
    expect(await verdictOf(scene)).toEqual(first);
    expect(scene.exception(id).uses).toEqual([]);
  });
});

describe("a verdict that needs an exception", () => {
  it("names whom one would ask, and in which groups they are", async () => {
    expect(await verdictOf(new Scene())).toMatchObject({
      decision: "needs_exception",
      approval: {
        state: "restricted",
        policy: "default",
        seats: [
          { seat: "owner", group: "team-shop" },
          { seat: "sre", group: "sre" },
        ],
      },
    });
  });
});

describe("a verdict by exception in the terminal", () => {
  it("tells by whose leave the change passes", async () => {
    const { scene, id } = approved();
    expect(gateLines(await verdictOf(scene), plainInk).slice(0, 6)).toEqual([
      "✔ allowed, with a warning: feature of checkout to production at 4f2a91c",
      "  ◕ checkout.availability.production  → allowed, with a warning",
      `    95 % of the 30d budget is spent; rule 6: restricted + feature → needs_exception; ${id} lets it pass`,
      "    data 50 s old · policy default (abcd1234)",
      `  ◕ ${id}  → allowed, with a warning`,
      `    exception ${id} of alice@example.org, approved by olga@example.org (team-shop) and sam@example.org (sre): it takes one use, 0 uses left until 2026-11-25 12:00 UTC`,
    ]);
  });

  it("tells what an exception waits for", async () => {
    const scene = new Scene();
    const id = scene.request();
    expect(gateLines(await verdictOf(scene), plainInk)).toContain(
      `    exception ${id} does not let it pass: it waits for the approval of owner (team-shop), sre`,
    );
  });
});
