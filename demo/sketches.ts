import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { boardFiles } from "../src/boards/files.ts";
import { askPanel, type Look } from "../kit/grafana/ask.ts";
import { readBoard, type ReadBoard } from "../kit/grafana/board.ts";
import { sketchOf } from "../kit/grafana/sketch.ts";
import type { Choice } from "../kit/grafana/variables.ts";

const everything = { all: true } as const;
/** What the demo has most to show of. */
const chosen: Readonly<Record<string, Choice>> = {
  page: "http://127.0.0.1:8090",
  ...{ service: "payments", slo: "availability", environment: "production", group_region: everything },
  ...{ journey: "buy-a-book", location: everything },
};
const day = 86_400;

function lookAt(board: ReadBoard): Look {
  const now = Date.now() / 1_000;
  // Of the others the demo has no more to tell than it is old.
  const back = board.time.from === "now-30d" ? 30 * day : 600;
  const isMany = board.uid === "nines-overview" || board.uid === "nines-alerts";
  const choices = { ...chosen, ...(isMany && { environment: everything }) };
  return { board, chosen: choices, shown: { from: now - back, to: now, step: Math.max(15, back / 720) } };
}

/** How each board of Grafana is laid out, with what the demo's Prometheus answers, in docs/images. */
export async function takeSketches(browser: Browser, prometheus: string, folder: string): Promise<void> {
  const page = await browser.newPage();
  for (const { name, json } of boardFiles({ page: "http://127.0.0.1:8090", groupLabels: ["region"] })) {
    const board = readBoard(json);
    const look = lookAt(board);
    const answers = await Promise.all(board.panels.map((panel) => askPanel(prometheus, panel, look)));
    await page.setContent(`<body style="margin:0">${sketchOf(board, answers)}`);
    const path = join(folder, `board-${name.replace("nines-", "")}.png`);
    writeFileSync(path, await page.locator("svg").first().screenshot());
    process.stdout.write(`docs/images/board-${name.replace("nines-", "")}.png\n`);
  }
  await page.close();
}
