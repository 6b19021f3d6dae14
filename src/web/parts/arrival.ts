import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { reachScrollers } from "./scrollers.ts";

/** A tab, a bookmark and the way back are called what the page calls itself. */
function titleOf(content: HTMLElement): string {
  const heading = content.querySelector("h1")?.textContent.trim();
  return heading === undefined || heading === "" ? "nines" : `${heading} · nines`;
}

/**
 * What the browser does for whoever goes from one document to the next: the title is that of the place, and the
 * keyboard and the screen reader go on at its content rather than where the link was.
 */
export function useArrival(pathname: string): RefObject<HTMLElement | null> {
  const content = useRef<HTMLElement>(null);
  const arrivedAt = useRef(pathname);
  useEffect(() => {
    if (arrivedAt.current === pathname) return;
    arrivedAt.current = pathname;
    content.current?.focus({ preventScroll: true });
  }, [pathname]);
  useEffect(() => {
    const main = content.current;
    if (main === null) return;
    const see = (): void => {
      document.title = titleOf(main);
      reachScrollers(main);
    };
    const changes = new MutationObserver(see);
    changes.observe(main, { childList: true, characterData: true, subtree: true });
    const sizes = new ResizeObserver(see);
    sizes.observe(main);
    return () => {
      changes.disconnect();
      sizes.disconnect();
    };
  }, []);
  return content;
}
