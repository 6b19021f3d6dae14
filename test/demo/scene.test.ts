import { describe, expect, it } from "vitest";
import { scrapeConfig } from "../../demo/stack/config.ts";
import { readScene } from "../../demo/scene.ts";

describe("the scene of the shipped definitions", () => {
  it("labels every target as the environment's matchers look for it, and scrapes as often as they say", async () => {
    const scene = await readScene("slos");
    const service = { name: "search", url: "", port: 8083, close: () => Promise.resolve() } as const;
    expect(scrapeConfig([service], scene)).toMatchObject({
      global: { scrape_interval: "15s" },
      scrape_configs: [
        {
          job_name: "search",
          static_configs: [
            { targets: ["127.0.0.1:8083"], labels: { instance: "search-1", env: "production" } },
          ],
        },
      ],
    });
  });

  it("is refused with every finding when the definitions have errors", async () => {
    await expect(readScene("docs/no-such-folder")).rejects.toThrow("docs/no-such-folder has errors");
  });
});
