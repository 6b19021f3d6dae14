import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { sideways, sizes } from "./support.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** For who goes through many pages: each has it from its beginning, which takes half as long as bringing it there. */
export const bringAxe = (page: Page): Promise<unknown> => page.addInitScript({ content: axe });

const isInTheWay = ({ impact }: AxeResults["violations"][number]): boolean =>
  impact === "serious" || impact === "critical";

/** What axe-core finds on the page as it stands that keeps somebody from using it: each with its place and the reason. */
async function obstacles(page: Page, options: object): Promise<readonly string[]> {
  // Evaluated by the browser's debugger: as a script of the page its policy would forbid it.
  await page.evaluate(`typeof axe === "undefined" && (() => { ${axe} })()`);
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations
    .filter(isInTheWay)
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary}`),
    );
}

const everything = { resultTypes: ["violations"] };
/** Night changes colours and nothing else. */
const colours = { ...everything, runOnly: ["color-contrast", "link-in-text-block"] };

async function byDayAndNight(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const byDay = await obstacles(page, everything);
  await page.emulateMedia({ colorScheme: "dark" });
  const byNight = await obstacles(page, colours);
  return [...byDay, ...byNight.map((each) => `at night: ${each}`)];
}

/** Until what follows the window's size has been drawn anew. */
const drawn = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";

/** On a screen and on a phone, by day and by night, and what lies beyond the right edge: all of it in one visit. */
export async function obstaclesEverywhere(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    await page.evaluate(drawn);
    const beyond = await sideways(page);
    const met = [
      ...(beyond > 0 ? [`${beyond} pixels lie beyond the edge`] : []),
      ...(await byDayAndNight(page)),
    ];
    found.push(...met.map((each) => `on a ${size}: ${each}`));
  }
  await page.setViewportSize(sizes.desktop);
  return found;
}
