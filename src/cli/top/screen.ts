import { emitKeypressEvents } from "node:readline";
import { alternate, changes } from "../terminal/alternate.ts";
import type { Key } from "./press.ts";
import type { Size } from "./state.ts";

/** A terminal of one's own, until it is given back as it was. */
export interface Screen {
  size: () => Size;
  show: (lines: readonly string[]) => void;
  close: () => void;
}

export interface ScreenEvents {
  key: (key: Key) => void;
  resized: () => void;
  /** Somebody else ends it. */
  ended: () => void;
}

interface Pressed {
  name?: string;
  ctrl?: boolean;
  meta?: boolean;
  sequence?: string;
}

/** What readline heard; with Alt held, a key is not the key. */
const keyOf = (text: string | undefined, { name, ctrl, meta, sequence }: Pressed): Key => {
  const typed = text ?? (sequence?.length === 1 ? sequence : "");
  return {
    name: name ?? typed,
    text: ctrl === true || meta === true || /^\p{C}*$/u.test(typed) ? "" : typed,
    ctrl: ctrl === true,
  };
};

const ends = ["SIGTERM", "SIGHUP", "SIGINT"] as const;

/**
 * Takes the terminal: alternate screen, keys as they are pressed. It is given back at the end, whatever the end is: a
 * key, a signal, a failure that nobody expected.
 */
export function openScreen(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  { key, resized, ended }: ScreenEvents,
): Screen {
  let isOpen = false;
  let drawn: readonly string[] = [];
  const take = (): void => {
    isOpen = true;
    drawn = [];
    input.setRawMode(true);
    output.write(alternate.enter + alternate.clear);
  };
  const giveBack = (): void => {
    if (!isOpen) return;
    isOpen = false;
    input.setRawMode(false);
    output.write(alternate.leave);
  };
  const onKey = (text: string | undefined, pressed: Pressed): void => {
    const heard = keyOf(text, pressed);
    if (heard.ctrl && heard.name === "z") suspend(giveBack);
    else if (heard.ctrl && heard.name === "l") {
      drawn = [];
      output.write(alternate.clear);
      resized();
    } else key(heard);
  };
  const onResume = (): void => {
    take();
    resized();
  };
  const onResize = (): void => {
    drawn = [];
    output.write(alternate.clear);
    resized();
  };
  take();
  process.once("exit", giveBack);
  for (const signal of ends) process.once(signal, ended);
  process.on("SIGCONT", onResume);
  output.on("resize", onResize);
  emitKeypressEvents(input);
  input.on("keypress", onKey);
  input.once("end", ended);
  input.resume();
  return {
    size: () => ({ rows: output.rows || 24, columns: output.columns || 80 }),
    show: (lines) => {
      if (!isOpen) return;
      const drawing = changes(drawn, lines);
      if (drawing !== "") output.write(drawing);
      drawn = lines;
    },
    close: () => {
      giveBack();
      for (const signal of ends) process.off(signal, ended);
      process.off("SIGCONT", onResume);
      output.off("resize", onResize);
      input.off("keypress", onKey);
      input.pause();
    },
  };
}

/** As every program does at Ctrl-Z: the shell is there again, and `fg` comes back. Who started nines stops with it. */
function suspend(giveBack: () => void): void {
  giveBack();
  process.kill(0, "SIGTSTP");
}
