import { useEffect, useState } from "preact/hooks";

const dark = "(prefers-color-scheme: dark)";

const lookNow = (): string =>
  `${document.documentElement.dataset["theme"] ?? ""} ${matchMedia(dark).matches}`;

/** Changes whenever the page's colours do: what is painted on a canvas has to be painted anew. */
export function useLook(): string {
  const [look, setLook] = useState(lookNow);
  useEffect(() => {
    const read = (): void => setLook(lookNow());
    const chosen = new MutationObserver(read);
    chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const system = matchMedia(dark);
    system.addEventListener("change", read);
    return () => {
      chosen.disconnect();
      system.removeEventListener("change", read);
    };
  }, []);
  return look;
}
