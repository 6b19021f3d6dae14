import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../kit/processes.ts";
import { checkConfig } from "../../kit/promtool.ts";
import { generations, isLeftOut, repository } from "../../kit/tools.ts";
import { fileText } from "../deploy/compose.ts";

describe.each(generations)("promtool %s", (generation) => {
  it.skipIf(isLeftOut(`promtool-${generation}`))(
    "accepts the Prometheus of docker compose and the rules it loads",
    async () => {
      const file = join(temporaryFolder("config"), "prometheus.yml");
      const text = fileText("deploy/prometheus.yml");
      writeFileSync(file, text.replace("/etc/prometheus/rules", join(repository, "generated/rules")));
      const { ok, output } = await checkConfig(generation, file);
      expect([ok, output]).toEqual([true, expect.stringMatching(/SUCCESS.*rules found/s)]);
    },
  );
});
