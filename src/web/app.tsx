import { useEffect } from "preact/hooks";
import { Overview } from "./pages/overview/overview.tsx";
import { SloPage } from "./pages/slo/slo.tsx";
import { Nowhere } from "./pages/nowhere.tsx";
import { Shell } from "./shell.tsx";
import { followLinks, useLocation } from "./url/location.ts";

/** What stands at an address; the first that fits. */
const places = [
  { at: /^\/$/, show: () => <Overview /> },
  { at: /^\/slos\/(?<id>[^/]+)$/, show: ({ id = "" }: Record<string, string>) => <SloPage id={id} /> },
];

function placeOf(path: string) {
  for (const { at, show } of places) {
    const found = at.exec(path);
    if (found !== null) return show(decoded(found.groups ?? {}));
  }
  return <Nowhere path={path} />;
}

const decoded = (groups: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));

export function App() {
  const { pathname } = useLocation();
  useEffect(() => {
    document.addEventListener("click", followLinks);
    return () => document.removeEventListener("click", followLinks);
  }, []);
  return <Shell>{placeOf(pathname)}</Shell>;
}
