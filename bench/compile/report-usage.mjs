import { writeFileSync } from "node:fs";

// Loaded before the program that is measured: what it used is known only to itself, at its end.
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { peak: maxRSS * 1024, cpu: (userCPUTime + systemCPUTime) / 1e6 };
  writeFileSync(process.env.NINES_BENCH_USAGE, JSON.stringify(usage));
});
