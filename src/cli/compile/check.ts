import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { join } from "node:path";
import type { PlannedFile } from "../../compile/compile.ts";
import { findStale, type Staleness } from "../../files/write.ts";
import { exit, type ExitCode } from "../exit.ts";

/** A reader stops here; the rest is listed by name. */
const shownLines = 1_000;
/** Two texts further apart than this are not worth aligning. */
const maxEditLength = 2_000;

/** Says, as a unified diff, what compiling would change in the folder. */
export function check(folder: string, files: readonly PlannedFile[]): ExitCode {
  const stale: string[] = [];
  let lines = 0;
  for (const each of findStale(folder, files)) {
    stale.push(each.path);
    const shown = lines < shownLines ? patch(folder, each) : `${join(folder, each.path)} differs\n`;
    lines += shown.split("\n").length - 1;
    process.stdout.write(shown);
  }
  if (stale.length === 0) {
    process.stdout.write(`${folder} is up to date\n`);
    return exit.good;
  }
  process.stderr.write(
    `${folder} is stale: ${stale.length} file${stale.length === 1 ? "" : "s"} differ. Run nines compile with the same options, and commit.\n`,
  );
  return exit.inputAtFault;
}

function patch(folder: string, { path, found, wanted }: Staleness): string {
  const name = join(folder, path);
  const [before, after] = [
    found === undefined ? "/dev/null" : name,
    wanted === undefined ? "/dev/null" : name,
  ];
  const difference = createTwoFilesPatch(before, after, found ?? "", wanted ?? "", undefined, undefined, {
    context: 3,
    maxEditLength,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return difference ?? `${name} differs throughout\n`;
}
