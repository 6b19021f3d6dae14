import { formatEvents, formatSpan } from "../../model/wording.ts";
import { budgetBar } from "./bar.ts";
import { type Look, lookFor } from "./look.ts";
import { cut } from "./width.ts";

/** Tells a person at a terminal how far long work is. */
export interface Progress {
  /** So much more is done. */
  step: (by?: number) => void;
  /** The line is gone; to be called before anything else is said. */
  end: () => void;
}

export interface Far {
  what: string;
  done: number;
  /** Absent where nobody knows how much there is. */
  total?: number | undefined;
  /** Seconds since the beginning. */
  elapsed: number;
}

/** Before that a forecast would jump. */
const foreseeable = 0.02;

/** `verifying entries ▕██████░░░░▏ 62 %  12 s, 8 s left`, in what room there is. */
export function progressLine({ what, done, total, elapsed }: Far, width: number): string {
  if (total === undefined || total <= 0)
    return cut(`${what}: ${formatEvents(done)}  ${formatSpan(elapsed)}`, width);
  const share = Math.min(1, done / total);
  const left = share < foreseeable ? "" : `, ${formatSpan((elapsed * (1 - share)) / share)} left`;
  const figures = `${Math.floor(share * 100)} %  ${formatSpan(elapsed)}${left}`;
  const whole = `${what} ${budgetBar(share, 20).trimEnd()} ${figures}`;
  return Array.from(whole).length <= width ? whole : cut(`${what} ${figures}`, width);
}

/** What is done sooner than that needs no telling. */
const patience = 1_000;
const redraw = 100;

const quiet: Progress = { step: () => undefined, end: () => undefined };

export interface Clocked {
  /** Milliseconds. */
  clock: () => number;
  look: Look;
}

/**
 * On a terminal alone, on standard error, so that neither a pipe nor a log holds any of it. It is drawn by the steps
 * themselves: work that lets nothing else run is told of as well.
 */
export function progress(
  what: string,
  total?: number,
  out: Pick<NodeJS.WriteStream, "isTTY" | "write"> = process.stderr,
  { clock, look }: Clocked = { clock: () => performance.now(), look: lookFor(process.stderr) },
): Progress {
  if (!out.isTTY || process.env.TERM === "dumb") return quiet;
  const began = clock();
  let done = 0;
  let drawn = began + patience - redraw;
  let isDrawn = false;
  return {
    step: (by = 1) => {
      done += by;
      const now = clock();
      if (now - drawn < redraw) return;
      drawn = now;
      isDrawn = true;
      // The last column stays free: some terminals go on in the next line when it is taken.
      const line = progressLine(
        { what, done, total, elapsed: (now - began) / 1_000 },
        Math.min(look.width, 200) - 1,
      );
      out.write(`\r${look.spell(line)}\u001b[K`);
    },
    end: () => {
      if (isDrawn) out.write("\r\u001b[K");
      isDrawn = false;
    },
  };
}
