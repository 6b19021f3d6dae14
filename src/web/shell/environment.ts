import { go, useLocation, withParameters } from "../url/location.ts";

const storage = "nines-environment";

/** The environment that this browser looks at; empty for all of them. A link that names one goes first. */
export const environment = {
  kept: (): string => localStorage.getItem(storage) ?? "",
  keep: (name: string): void => localStorage.setItem(storage, name),
};

/** What is chosen now, and how to choose: in the address, so that a link shows to others what one sees. */
export function useEnvironment(): { chosen: string; choose: (name: string) => void } {
  const url = useLocation();
  return {
    chosen: url.searchParams.get("environment") ?? environment.kept(),
    choose: (name) => {
      environment.keep(name);
      go(withParameters(url, { environment: name, page: "" }));
    },
  };
}

/** Whoever opens the bare overview sees the environment that was chosen last, and the address says so. */
export function enterEnvironment(): void {
  const url = new URL(location.href);
  const kept = environment.kept();
  if (url.pathname === "/" && kept !== "" && !url.searchParams.has("environment"))
    go(withParameters(url, { environment: kept }), { replace: true });
}
