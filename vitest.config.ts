import { defineConfig } from "vitest/config";

/**
 * Layers are projects: `unit` needs nothing but Node, `rules` needs promtool, `system` needs real servers.
 * Two workers, because the machines this runs on have two cores and the servers need their share.
 */
const layer = (name: string, include: string[], more: object = {}) => ({
  extends: true as const,
  test: { name, include, ...more },
});

const seconds = (count: number) => count * 1_000;

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: seconds(20),
    hookTimeout: seconds(60),
    teardownTimeout: seconds(20),
    projects: [
      // Modules are loaded once for each worker, not for each file: they hold nothing that a test could leave behind.
      layer("unit", ["test/**/*.test.ts"], {
        exclude: ["test/rules/**", "test/system/**"],
        isolate: false,
      }),
      // Beside the system layer it has the cores only when that waits.
      layer("rules", ["test/rules/**/*.test.ts"], {
        isolate: false,
        testTimeout: seconds(900),
        hookTimeout: seconds(900),
      }),
      layer("system", ["test/system/**/*.test.ts"], {
        globalSetup: ["test/setup/servers.ts"],
        // Prometheus evaluates a group every 2m30s, and what builds on it after that: the wait for it says what it
        // waits for, and must give up first.
        testTimeout: seconds(300),
        hookTimeout: seconds(300),
      }),
    ],
  },
});
