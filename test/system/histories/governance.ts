import { join } from "node:path";
import { counter, hour, share, steady } from "../../../kit/history.ts";
import { repository } from "../../../kit/tools.ts";
import { compileDefinitions } from "../../../src/compile/compile.ts";
import { defaultOptions } from "../../../src/compile/options.ts";
import { readSpecs } from "../../../src/files/read.ts";
import { loadDefinitions } from "../../../src/spec/load.ts";
import type { Contribution } from "../../setup/contribution.ts";

export const governanceSpecs = join(repository, "test", "system", "specs", "governance");

/** Thirty days at 118 % of what may fail: frozen, and burning no faster than it always did. */
const failing = 0.00118;

export const contribution: Contribution = {
  raw: ({ from, to }) =>
    [
      ["200", 1 - failing],
      ["500", failing],
    ].map(([code, part]) =>
      counter({
        from,
        to: to + hour,
        labels: { __name__: "http_requests_total", job: "governed-payments", code: String(code) },
        count: share(Number(part), steady(100)),
        scrapes: { every: 15, phase: 10 },
      }),
    ),
  rules: async () => {
    const { files } = await readSpecs([governanceSpecs]);
    const { definitions } = loadDefinitions(files);
    return compileDefinitions(definitions, defaultOptions)
      .filter(({ path }) => path.startsWith("rules/"))
      .map(({ text }) => text);
  },
};
