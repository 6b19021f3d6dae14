import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "./processes.ts";
import { until } from "./until.ts";

export interface Size {
  rows: number;
  columns: number;
}

/** A program in a real pseudo-terminal, which `script` of util-linux has made. */
export interface Terminal {
  /** What stands on the screen now, row by row, without colours. */
  screen: () => readonly string[];
  /** Everything the program has written, escape sequences and all. */
  written: () => string;
  press: (keys: string) => void;
  resize: (size: Size) => void;
  signal: (signal: NodeJS.Signals) => void;
  /** Waits until the screen holds a text. */
  shows: (text: string | RegExp) => Promise<void>;
  /** Once it has ended: its exit code, and how it left the terminal, in the words of `stty`. */
  ended: Promise<{ exitCode: number; modes: string }>;
  close: () => void;
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** Runs it as a person's shell would: the terminal is there before and after. */
export async function openTerminal(
  command: readonly string[],
  { rows, columns }: Size,
  env: Readonly<Record<string, string>> = {},
): Promise<Terminal> {
  const folder = temporaryFolder("terminal");
  const kept = (name: string): string => join(folder, name);
  const read = (name: string): string => readFileSync(kept(name), "utf8").trim();
  // The inner shell becomes the program, so that its number is the program's.
  const inner = `echo $$ > ${quoted(kept("pid"))}; exec ${command.map(quoted).join(" ")}`;
  const session = [
    `stty rows ${rows} cols ${columns}`,
    `tty > ${quoted(kept("tty"))}`,
    `sh -c ${quoted(inner)}`,
    `echo $? > ${quoted(kept("code"))}`,
    `stty -a > ${quoted(kept("modes"))}`,
  ].join("; ");
  const child = spawn("script", ["-q", "-f", "-c", session, "/dev/null"], {
    env: { ...process.env, SHELL: "/bin/sh", TERM: "xterm", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await until(() => read("pid") !== "", { what: "the program runs in its terminal" });
  const pid = Number(read("pid"));
  return {
    screen: () => screenOf(text),
    written: () => text,
    press: (keys) => child.stdin.write(keys),
    resize: (size) =>
      execFileSync("stty", ["-F", read("tty"), "rows", `${size.rows}`, "cols", `${size.columns}`]),
    signal: (signal) => process.kill(pid, signal),
    shows: async (wanted) => {
      const holds = (line: string): boolean =>
        typeof wanted === "string" ? line.includes(wanted) : wanted.test(line);
      await until(() => screenOf(text).some(holds), {
        what: `the screen shows ${String(wanted)}`,
      }).catch((error: unknown) => {
        throw new Error(`${String(error)}; it shows:\n${screenOf(text).join("\n")}`);
      });
    },
    ended: gone.then(() => ({ exitCode: Number(read("code")), modes: read("modes") })),
    close: () => {
      child.kill("SIGHUP");
      void gone.then(() => removeFolder(folder));
    },
  };
}

const sequence = /\u001b\[(\d+);1H|\u001b\[([?\d;]*)([A-Za-z])|([^\u001b]+)/g;

/** As much of a terminal as nines writes to: rows by number, and erasing to the end of a row or of the screen. */
function screenOf(text: string): string[] {
  let rows: string[] = [];
  let at = 0;
  // The last sequence may still be on its way.
  const whole = text.replace(/\u001b[^A-Za-z]*$/, "");
  for (const [, row, parameters, letter, words] of whole.matchAll(sequence)) {
    if (row !== undefined) {
      at = Number(row) - 1;
      rows[at] = "";
    } else if (words !== undefined) rows[at] = (rows[at] ?? "") + words;
    else if (letter === "J" && parameters === "2") rows = [];
    else if (letter === "J") rows = rows.slice(0, at);
    else if (letter === "h" && parameters === "?1049") rows = [];
  }
  return Array.from(rows, (row: string | undefined) => row ?? "");
}
