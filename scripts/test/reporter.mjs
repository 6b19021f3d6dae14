import { writeFileSync } from "node:fs";
import { relative } from "node:path";

const failedSuites = (module) =>
  [...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length;

const fileOf = (module) => {
  const tests = [...module.children.allTests()];
  const count = (state) => tests.filter((test) => test.result().state === state).length;
  // A file that cannot be read, and a hook that throws, take their tests down without a test that says so.
  const broken = (module.errors().length > 0 ? 1 : 0) + failedSuites(module);
  return {
    file: relative(process.cwd(), module.moduleId),
    seconds: module.diagnostic().duration / 1000,
    passed: count("passed"),
    failed: count("failed") + broken + count("pending"),
    skipped: count("skipped"),
  };
};

/** Writes what a run of vitest came to, as data, to the file named by NINES_TEST_SUMMARY. */
export default class SummaryReporter {
  onTestRunEnd(modules, unhandledErrors, reason) {
    const summary = { reason, unhandled: unhandledErrors.length, files: modules.map(fileOf) };
    writeFileSync(process.env.NINES_TEST_SUMMARY, JSON.stringify(summary));
  }
}
