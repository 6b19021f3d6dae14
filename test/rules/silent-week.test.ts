import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { testRules } from "../../kit/promtool.ts";
import { generations } from "../../kit/tools.ts";
import { badRatio, slo } from "../support/slos.ts";
import { burns, nothingBurns, quiet, reaches, rulesOf, staysBelow, testFileOf } from "./scenario.ts";
import { traffic } from "./scenarios/tiers.ts";

/** Story 9 in time: what test/system/reenactments/9-silent-week.test.ts shows on its seventh day. */
describe("the silent week", () => {
  it.each(generations)(
    "opened a ticket after 18 hours, was watch after 3.75 days and caution after 5.6 (Prometheus %s)",
    async (generation) => {
      const day = 2_880; // scrapes of 30s
      const story = {
        title: "the silent week",
        slo: slo({ service: "checkout", objective: "99.5%", sli: badRatio() }),
        every: "2m30s",
        scrape: "30s",
        // A good day, then six silent ones. Before that the service is not seen, which counts as without errors.
        input: traffic([day, 100, 0], [6 * day, 98, 2]),
        expect: [
          nothingBurns("1d"),
          quiet("slow", "1d17h"),
          burns("slow", "1d19h"),
          quiet("fast", "2d"),
          quiet("medium", "2d"),
          staysBelow("watch", "4d17h"),
          reaches("watch", "4d19h30m"),
          staysBelow("caution", "6d13h"),
          reaches("caution", "6d16h30m"),
          staysBelow("restricted", "6d16h30m"),
        ],
      };
      const folder = temporaryFolder("silent-week");
      writeFileSync(join(folder, "rules.yaml"), rulesOf(story.slo));
      writeFileSync(join(folder, "test.json"), testFileOf(story, "rules.yaml"));
      const { output, ok } = await testRules(generation, ["test.json"], folder);
      removeFolder(folder);
      expect(ok, output).toBe(true);
    },
  );
});
