import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useArrival } from "./parts/arrival.ts";
import { DemoSwitch } from "./parts/demo-switch.tsx";
import { LiveMark } from "./parts/liveness.tsx";
import { Keys } from "./parts/keys.tsx";
import { theme } from "./parts/theme.ts";
import { useLocation } from "./url/location.ts";

/** The way around; a place is current while its path begins so. */
const places = [
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

/** Pages that stand under the name of another one. */
const alsoAt: Readonly<Record<string, RegExp>> = {
  "/": /^\/(slos|services)\//,
  "/exceptions": /^\/(corrections|windows|loosenings|experiments)(\/|$)/,
};

const isAt = (pathname: string, path: string): boolean =>
  (path === "/" ? pathname === "/" : pathname.startsWith(path)) || alsoAt[path]?.test(pathname) === true;

export function Shell({ children }: { children: ComponentChildren }) {
  const { pathname } = useLocation();
  const content = useArrival(pathname);
  return (
    <>
      <a class="skip" href="#content">
        To the content
      </a>
      <header class="top">
        <div>
          <a class="brand" href="/">
            nines
          </a>
          <nav aria-label="Pages">
            {places.map(({ path, name }) => (
              <a key={path} href={path} aria-current={isAt(pathname, path) ? "page" : undefined}>
                {name}
              </a>
            ))}
          </nav>
          <LiveMark />
          <DemoSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main id="content" tabIndex={-1} ref={content}>
        {children}
      </main>
      <Keys />
    </>
  );
}

const themeWords = { system: "as the system", light: "light", dark: "dark" } as const;
const nextTheme = { system: "light", light: "dark", dark: "system" } as const;

function ThemeSwitch() {
  const [chosen, setChosen] = useState(theme.read());
  const next = nextTheme[chosen];
  const change = (): void => {
    theme.keep(next);
    setChosen(next);
  };
  return (
    <button class="plain" type="button" onClick={change} title={`Colours: ${themeWords[chosen]}`}>
      ◐
      <span class="unseen">
        Colours: {themeWords[chosen]}; change to {themeWords[next]}
      </span>
    </button>
  );
}
