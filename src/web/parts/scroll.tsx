import type { ComponentChildren } from "preact";

/** What may be wider than the screen scrolls in place; the keyboard reaches it to do so. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}
