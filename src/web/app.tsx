import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Nowhere } from "./pages/nowhere.tsx";
import { Overview } from "./pages/overview/overview.tsx";
import { lazily } from "./parts/lazy.tsx";
import { Shell } from "./shell/shell.tsx";
import { followLinks, useLocation } from "./url/location.ts";

// All but the overview are fetched when somebody goes there.
const AlertsPage = lazily(async () => (await import("./pages/alerts/alerts.tsx")).AlertsPage);
const Audit = lazily(async () => (await import("./pages/audit/audit.tsx")).Audit);
const AuditEntry = lazily(async () => (await import("./pages/audit/entry.tsx")).AuditEntry);
const Calendar = lazily(async () => (await import("./pages/calendar/calendar.tsx")).Calendar);
const CorrectionPage = lazily(async () => (await import("./pages/asked/others.tsx")).CorrectionPage);
const CorrectionsPage = lazily(async () => (await import("./pages/asked/lists.tsx")).CorrectionsPage);
const DecisionPage = lazily(async () => (await import("./pages/gate/decision.tsx")).DecisionPage);
const EditException = lazily(async () => (await import("./pages/asking/edit-exception.tsx")).EditException);
const EditWindow = lazily(async () => (await import("./pages/asking/edit-window.tsx")).EditWindow);
const ExceptionPage = lazily(async () => (await import("./pages/asked/exception.tsx")).ExceptionPage);
const ExceptionsPage = lazily(async () => (await import("./pages/asked/lists.tsx")).ExceptionsPage);
const ExperimentPage = lazily(async () => (await import("./pages/asked/experiment.tsx")).ExperimentPage);
const ExperimentsPage = lazily(async () => (await import("./pages/asked/lists.tsx")).ExperimentsPage);
const Gate = lazily(async () => (await import("./pages/gate/gate.tsx")).Gate);
const IncidentPage = lazily(async () => (await import("./pages/incidents/detail.tsx")).IncidentPage);
const IncidentsPage = lazily(async () => (await import("./pages/incidents/list.tsx")).IncidentsPage);
const OpenIncident = lazily(async () => (await import("./pages/incidents/open.tsx")).OpenIncident);
const JourneyPage = lazily(async () => (await import("./pages/journeys/journey.tsx")).JourneyPage);
const JourneysPage = lazily(async () => (await import("./pages/journeys/list.tsx")).JourneysPage);
const People = lazily(async () => (await import("./pages/people/people.tsx")).People);
const LooseningPage = lazily(async () => (await import("./pages/asked/others.tsx")).LooseningPage);
const LooseningsPage = lazily(async () => (await import("./pages/asked/lists.tsx")).LooseningsPage);
const RequestCorrection = lazily(
  async () => (await import("./pages/asking/correction.tsx")).RequestCorrection,
);
const RequestException = lazily(async () => (await import("./pages/asking/exception.tsx")).RequestException);
const RequestExperiment = lazily(
  async () => (await import("./pages/asking/experiment.tsx")).RequestExperiment,
);
const ServicePage = lazily(async () => (await import("./pages/service/service.tsx")).ServicePage);
const SloPage = lazily(async () => (await import("./pages/slo/slo.tsx")).SloPage);
const AnnounceWindow = lazily(async () => (await import("./pages/asking/window.tsx")).AnnounceWindow);
const WindowPage = lazily(async () => (await import("./pages/asked/others.tsx")).WindowPage);
const WindowsPage = lazily(async () => (await import("./pages/asked/lists.tsx")).WindowsPage);

/** A place of one thing, by its id. */
const ofId = (at: RegExp, Page: (props: { id: string }) => ComponentChildren) => ({
  at,
  show: ({ id = "" }: Record<string, string>) => <Page id={id} />,
});

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
  { at: /^\/incidents$/, show: () => <IncidentsPage /> },
  { at: /^\/incidents\/new$/, show: () => <OpenIncident /> },
  ofId(/^\/incidents\/(?<id>[^/]+)$/, IncidentPage),
  { at: /^\/journeys$/, show: () => <JourneysPage /> },
  {
    at: /^\/journeys\/(?<name>[^/]+)$/,
    show: ({ name = "" }: Record<string, string>) => <JourneyPage name={name} />,
  },
  { at: /^\/alerts$/, show: () => <AlertsPage /> },
  ofId(/^\/exceptions\/(?<id>[^/]+)$/, ExceptionPage),
  ofId(/^\/exceptions\/(?<id>[^/]+)\/edit$/, EditException),
  ofId(/^\/gate\/decisions\/(?<id>[^/]+)$/, DecisionPage),
  { at: /^\/corrections$/, show: () => <CorrectionsPage /> },
  { at: /^\/corrections\/new$/, show: () => <RequestCorrection /> },
  ofId(/^\/corrections\/(?<id>[^/]+)$/, CorrectionPage),
  { at: /^\/windows$/, show: () => <WindowsPage /> },
  { at: /^\/windows\/new$/, show: () => <AnnounceWindow /> },
  ofId(/^\/windows\/(?<id>[^/]+)$/, WindowPage),
  ofId(/^\/windows\/(?<id>[^/]+)\/edit$/, EditWindow),
  { at: /^\/loosenings$/, show: () => <LooseningsPage /> },
  ofId(/^\/loosenings\/(?<id>[^/]+)$/, LooseningPage),
  { at: /^\/experiments$/, show: () => <ExperimentsPage /> },
  { at: /^\/experiments\/new$/, show: () => <RequestExperiment /> },
  ofId(/^\/experiments\/(?<id>[^/]+)$/, ExperimentPage),
  { at: /^\/calendar$/, show: () => <Calendar /> },
  { at: /^\/audit$/, show: () => <Audit /> },
  ofId(/^\/audit\/(?<id>\d+)$/, AuditEntry),
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
