import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const isCalm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Lets what has another place than before (`data-moves` tells what it is) glide there: an order that changed is seen. */
export function useMoves(within: RefObject<HTMLElement | null>): void {
  const before = useRef<ReadonlyMap<string, number>>(new Map());
  useLayoutEffect(() => {
    const parts = [...(within.current?.querySelectorAll<HTMLElement>("[data-moves]") ?? [])];
    const origin = within.current?.getBoundingClientRect().top ?? 0;
    const tops = parts.map((part) => part.getBoundingClientRect().top - origin);
    parts.forEach((part, index) => {
      const by = (before.current.get(part.dataset["moves"] ?? "") ?? tops[index] ?? 0) - (tops[index] ?? 0);
      if (by !== 0 && !isCalm())
        part.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], {
          duration: 350,
          easing: "ease-out",
        });
    });
    before.current = new Map(parts.map((part, index) => [part.dataset["moves"] ?? "", tops[index] ?? 0]));
  });
}
