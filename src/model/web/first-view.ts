/**
 * What the web page asks when it opens. nines answers these questions along with the page, by the very paths that the
 * page would ask them by: both take them from here.
 */
export const firstPaths = {
  me: "/api/v1/me",
  demoPeople: "/api/v1/demo/people",
  exceptionsWaiting: "/api/v1/exceptions?state=pending,escalated&limit=1",
  incidentsOpen: "/api/v1/incidents?state=open&limit=1",
} as const;

/** How things stand altogether, on whichever view. */
export const totalsPath = (environment: string): string =>
  `/api/v1/overview?limit=1${environment === "" ? "" : `&environment=${encodeURIComponent(environment)}`}`;

/** What the overview can be narrowed by, in the address as in the question. */
export const overviewFilters = ["environment", "owner", "tier", "state", "firing", "q", "page"] as const;

/** A screen shows a dozen; the rest of a page is there to be scrolled to. */
const servicesPerPage = 20;

/** The filters stand in the address: a link shows to others what one sees. */
export function overviewPath(address: URLSearchParams): string {
  const asked = new URLSearchParams();
  for (const name of overviewFilters) {
    const value = address.get(name);
    if (value !== null && value !== "") asked.set(name, value);
  }
  asked.set("limit", String(servicesPerPage));
  return `/api/v1/overview?${asked.toString()}`;
}

/** Everything that is asked first at this address. */
export function firstQuestions(pathname: string, address: URLSearchParams): readonly string[] {
  const always = [...Object.values(firstPaths), totalsPath(address.get("environment") ?? "")];
  return pathname === "/" ? [overviewPath(address), ...always] : always;
}

/** What the page finds in itself. */
export interface FirstAnswers {
  /** The journal's last entry and the cycle that were known when these were answered: what came after is news. */
  seq: number;
  cycle: number;
  /** By the path of the question. */
  answers: Readonly<Record<string, unknown>>;
}

/** The element of the page that holds them. */
export const firstAnswersId = "first-answers";
