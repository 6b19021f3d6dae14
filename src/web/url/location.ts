import { useEffect, useState } from "preact/hooks";

/** Told whenever the address changes: what is shown is a function of the URL. */
const moves = new EventTarget();

/** Goes to a place of this page; `replace` leaves no step to come back to. */
export function go(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (replace) history.replaceState(null, "", to);
  else {
    history.pushState(null, "", to);
    scrollTo(0, 0);
  }
  moves.dispatchEvent(new Event("moved"));
}

export function useLocation(): URL {
  const [href, setHref] = useState(location.href);
  useEffect(() => {
    const read = (): void => setHref(location.href);
    moves.addEventListener("moved", read);
    addEventListener("popstate", read);
    return () => {
      moves.removeEventListener("moved", read);
      removeEventListener("popstate", read);
    };
  }, []);
  return new URL(href);
}

/** The same place with other parameters; an empty value takes one out. */
export function withParameters(url: URL, changes: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams(url.search);
  for (const [name, value] of Object.entries(changes))
    if (value === "") parameters.delete(name);
    else parameters.set(name, value);
  const search = parameters.toString();
  return url.pathname + (search === "" ? "" : `?${search}`);
}

/** Links within the page are followed without loading it anew; with a modifier key they stay the browser's. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest("a");
  const isPlain =
    link !== null &&
    link !== undefined &&
    link.origin === location.origin &&
    link.target === "" &&
    !link.hasAttribute("download") &&
    link.hash === "";
  if (!isPlain || /^\/(api|login|logout|metrics|openapi|badge|image)/.test(link.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
