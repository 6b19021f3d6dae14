import { useEffect } from "preact/hooks";
import { Audit } from "./pages/audit.tsx";
import { ExceptionPage } from "./pages/exceptions/detail.tsx";
import { ExceptionsPage } from "./pages/exceptions/list.tsx";
import { RequestException } from "./pages/exceptions/request.tsx";
import { Gate } from "./pages/gate/gate.tsx";
import { Overview } from "./pages/overview/overview.tsx";
import { People } from "./pages/people/people.tsx";
import { ServicePage } from "./pages/service.tsx";
import { SloPage } from "./pages/slo/slo.tsx";
import { Nowhere } from "./pages/nowhere.tsx";
import { Shell } from "./shell.tsx";
import { followLinks, useLocation } from "./url/location.ts";

/** What stands at an address; the first that fits. */
const places = [
  { at: /^\/$/, show: () => <Overview /> },
  { at: /^\/slos\/(?<id>[^/]+)$/, show: ({ id = "" }: Record<string, string>) => <SloPage id={id} /> },
  {
    at: /^\/services\/(?<name>[^/]+)$/,
    show: ({ name = "" }: Record<string, string>) => <ServicePage name={name} />,
  },
  { at: /^\/gate$/, show: () => <Gate /> },
  { at: /^\/exceptions$/, show: () => <ExceptionsPage /> },
  { at: /^\/exceptions\/new$/, show: () => <RequestException /> },
  {
    at: /^\/exceptions\/(?<id>[^/]+)$/,
    show: ({ id = "" }: Record<string, string>) => <ExceptionPage id={id} />,
  },
  { at: /^\/audit$/, show: () => <Audit /> },
  { at: /^\/people$/, show: () => <People /> },
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
