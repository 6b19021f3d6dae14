import { alternate, changes } from "../../src/cli/terminal/alternate.ts";

/** Where the demo shows itself. */
export interface Screen {
  /** A line of the start or the end. */
  say: (line: string) => void;
  /** Something that happened, which the pictures show as well: for those who do not see every picture. */
  note: (line: string) => void;
  /** The newest picture; on a terminal it takes the place of the one before. */
  show: (lines: readonly string[]) => void;
  /** The last picture stays. */
  close: (lines: readonly string[]) => void;
}

/** Beyond a terminal a picture every so often is enough: logs are read, not watched. */
const printEvery = 30_000;

export const openScreen = (out: NodeJS.WriteStream): Screen =>
  out.isTTY ? terminal(out) : paper(out, () => performance.now());

/** Redraws in the alternate screen, so that what stood there before comes back when the demo ends. */
export function terminal(out: NodeJS.WriteStream): Screen {
  let isOpen = false;
  let drawn: readonly string[] = [];
  out.on("resize", () => (drawn = []));
  const leave = (): void => {
    if (isOpen) out.write(alternate.leave);
    isOpen = false;
  };
  // A demo that fails must not leave a terminal without a cursor.
  process.once("exit", leave);
  return {
    say: (line) => {
      leave();
      out.write(`${line}\n`);
    },
    note: () => undefined,
    show: (lines) => {
      if (!isOpen) out.write(alternate.enter);
      isOpen = true;
      const rows = lines.slice(0, Math.max(1, out.rows - 1));
      out.write(changes(drawn, rows));
      drawn = rows;
    },
    close: (lines) => {
      leave();
      out.write(`${lines.join("\n")}\n`);
    },
  };
}

/** @param clock milliseconds */
export function paper(out: Pick<NodeJS.WriteStream, "write">, clock: () => number): Screen {
  let printed = -Infinity;
  const print = (lines: readonly string[]): void => void out.write(`${lines.join("\n")}\n`);
  return {
    say: (line) => print([line]),
    note: (line) => print([line]),
    show: (lines) => {
      if (clock() - printed < printEvery) return;
      printed = clock();
      print(lines);
    },
    close: print,
  };
}
