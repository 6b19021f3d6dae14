import { useRef, useState } from "preact/hooks";

/** Text to be taken along. Without https a browser has no clipboard to write to: then it is at least selected. */
export function Copyable({ text, label }: { text: string; label: string }) {
  const block = useRef<HTMLPreElement>(null);
  const [said, setSaid] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("copied");
    } catch {
      const selection = getSelection();
      if (block.current !== null) selection?.selectAllChildren(block.current);
      setSaid("selected: press Ctrl+C");
    }
  };
  return (
    <div class="copyable">
      <pre class="copied" ref={block} tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <button type="button" onClick={() => void copy()}>
        copy
      </button>{" "}
      <span class="quiet small" role="status">
        {said}
      </span>
    </div>
  );
}
