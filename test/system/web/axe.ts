import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const isInTheWay = ({ impact }: AxeResults["violations"][number]): boolean =>
  impact === "serious" || impact === "critical";

/** What axe-core finds on the page as it stands that keeps somebody from using it: each with its place and the reason. */
export async function obstacles(page: Page): Promise<readonly string[]> {
  // Evaluated by the browser's debugger: as a script of the page its policy would forbid it.
  await page.evaluate(`typeof axe === "undefined" && (() => { ${axe} })()`);
  const { violations } = await page.evaluate<AxeResults>(
    "axe.run(document, { resultTypes: ['violations'] })",
  );
  return violations
    .filter(isInTheWay)
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary}`),
    );
}

/** The same by day and by night, without another visit. */
export async function obstaclesByDayAndNight(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await obstacles(page)).map((each) => `${colorScheme}: ${each}`));
  }
  return found;
}
