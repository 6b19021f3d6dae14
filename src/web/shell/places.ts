/** The way around, in the order of the day: how things stand, what may go out, what happens, what was. */
export const places = [
  { path: "/", name: "Overview" },
  { path: "/gate", name: "Gate" },
  { path: "/exceptions", name: "Exceptions" },
  { path: "/incidents", name: "Incidents" },
  { path: "/journeys", name: "Journeys" },
  { path: "/calendar", name: "Calendar" },
  { path: "/alerts", name: "Alerts" },
  { path: "/audit", name: "Audit" },
  { path: "/people", name: "People" },
] as const;
export type PlacePath = (typeof places)[number]["path"];

/** Pages that stand under the name of another one. */
const alsoAt: Partial<Record<PlacePath, RegExp>> = {
  "/": /^\/(slos|services)\//,
  "/exceptions": /^\/(corrections|windows|loosenings|experiments)(\/|$)/,
};

const isAt = (pathname: string, path: PlacePath): boolean =>
  pathname === path ||
  (path !== "/" && pathname.startsWith(`${path}/`)) ||
  alsoAt[path]?.test(pathname) === true;

export const placeAt = (pathname: string): PlacePath | undefined =>
  places.find(({ path }) => isAt(pathname, path))?.path;

/** Places that look at one environment when one is chosen. */
const byEnvironment: readonly string[] = ["/", "/gate"] satisfies readonly PlacePath[];

export const linkTo = (path: PlacePath, environment: string): string =>
  environment !== "" && byEnvironment.includes(path)
    ? `${path}?${new URLSearchParams({ environment }).toString()}`
    : path;
