import { useEffect, useRef } from "preact/hooks";
import { go } from "../url/location.ts";

const keys: readonly (readonly [string, string])[] = [
  ["/", "search"],
  ["↑ ↓", "move from row to row"],
  ["Enter", "open the row"],
  ["g then o, g, e, i", "to overview, gate, exceptions, incidents"],
  ["?", "this list"],
  ["Esc", "close, or leave the search"],
];

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

/** Rows, and only rows, can be walked through by arrow keys. */
function walk(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by];
  (next?.matches("a,button") === true ? next : next?.querySelector<HTMLElement>("a,button"))?.focus();
}

const focusSearch = (): void => document.querySelector<HTMLInputElement>("input[type=search]")?.focus();

/** Keys that work on every page; `?` lists them. */
export function Keys() {
  const chord = useRef("");
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const actions: Record<string, () => void> = {
      "/": focusSearch,
      "?": () => dialog.current?.showModal(),
      ArrowDown: () => walk(1),
      ArrowUp: () => walk(-1),
      "g o": () => go("/"),
      "g g": () => go("/gate"),
      "g e": () => go("/exceptions"),
      "g i": () => go("/incidents"),
    };
    const press = (event: KeyboardEvent): void => {
      if (dialog.current?.open === true) return;
      if (event.key === "Escape") {
        if (isTyping(event.target)) (event.target as HTMLElement).blur();
        return;
      }
      const leavesSearch =
        event.key === "ArrowDown" && (event.target as Element).matches("input[type=search]");
      if ((isTyping(event.target) && !leavesSearch) || event.ctrlKey || event.metaKey || event.altKey) return;
      const action = actions[`${chord.current}${event.key}`];
      chord.current = event.key === "g" && chord.current === "" ? "g " : "";
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  // The browser keeps the focus inside, closes it by Esc, and gives the focus back.
  return (
    <dialog class="keys" aria-label="Keys" ref={dialog} onClick={() => dialog.current?.close()}>
      <dl>
        {keys.map(([key, what]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
      <button type="button">Close</button>
    </dialog>
  );
}
