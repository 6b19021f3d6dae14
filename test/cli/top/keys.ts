import { type Key, press } from "../../../src/cli/top/press.ts";
import type { Top } from "../../../src/cli/top/state.ts";

/** A key as readline would name it: one letter types itself, anything longer is a name, `^c` is Ctrl-C. */
export function key(said: string): Key {
  if (said.startsWith("^") && said.length === 2) return { name: said.slice(1), text: "", ctrl: true };
  return { name: said.toLowerCase(), text: said.length === 1 ? said : "", ctrl: false };
}

export const pressed = (top: Top, ...keys: readonly string[]): Top =>
  keys.reduce((before, each) => press(before, key(each)), top);
