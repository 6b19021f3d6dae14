import { useState } from "preact/hooks";

/** Puts a text on the clipboard, and says so where it was pressed. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState("copy");
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setSaid("copied"),
      () => setSaid("not allowed to copy"),
    );
  };
  return (
    <button type="button" class="plain small" onClick={copy}>
      <span aria-live="polite">{said}</span> <span class="unseen">{what}</span>
    </button>
  );
}
