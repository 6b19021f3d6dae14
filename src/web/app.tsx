import { useEffect } from "preact/hooks";
import { Nowhere } from "./pages/nowhere.tsx";
import { Overview } from "./pages/overview/overview.tsx";
import { lazily } from "./parts/lazy.tsx";
import { Shell } from "./shell.tsx";
import { followLinks, useLocation } from "./url/location.ts";

// All but the overview are fetched when somebody goes there.
const AlertsPage = lazily(async () => (await import("./pages/alerts/alerts.tsx")).AlertsPage);
const Audit = lazily(async () => (await import("./pages/audit.tsx")).Audit);
const ExceptionPage = lazily(async () => (await import("./pages/exceptions/detail.tsx")).ExceptionPage);
const ExceptionsPage = lazily(async () => (await import("./pages/exceptions/list.tsx")).ExceptionsPage);
const Gate = lazily(async () => (await import("./pages/gate/gate.tsx")).Gate);
const IncidentPage = lazily(async () => (await import("./pages/incidents/detail.tsx")).IncidentPage);
const IncidentsPage = lazily(async () => (await import("./pages/incidents/list.tsx")).IncidentsPage);
const OpenIncident = lazily(async () => (await import("./pages/incidents/open.tsx")).OpenIncident);
const People = lazily(async () => (await import("./pages/people/people.tsx")).People);
const RequestException = lazily(
  async () => (await import("./pages/exceptions/request.tsx")).RequestException,
);
const ServicePage = lazily(async () => (await import("./pages/service.tsx")).ServicePage);
const SloPage = lazily(async () => (await import("./pages/slo/slo.tsx")).SloPage);

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
  { at: /^\/incidents$/, show: () => <IncidentsPage /> },
  { at: /^\/incidents\/new$/, show: () => <OpenIncident /> },
  {
    at: /^\/incidents\/(?<id>[^/]+)$/,
    show: ({ id = "" }: Record<string, string>) => <IncidentPage id={id} />,
  },
  { at: /^\/alerts$/, show: () => <AlertsPage /> },
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
