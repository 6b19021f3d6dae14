import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { OverviewBody } from "../../http/schemas/overview.ts";
import { firstPaths, totalsPath } from "../../model/web/first-view.ts";
import { useResource } from "../api/resource.ts";
import { useArrival } from "../parts/arrival.ts";
import { DemoSwitch } from "../parts/demo-switch.tsx";
import { Keys } from "../parts/keys.tsx";
import { LiveMark } from "../parts/liveness.tsx";
import { theme } from "../parts/theme.ts";
import { useLocation } from "../url/location.ts";
import { enterEnvironment, useEnvironment } from "./environment.ts";
import { linkTo, placeAt, type PlacePath, places } from "./places.ts";
import { Search } from "./search.tsx";
import { tabIcon, worstOf } from "./tab-icon.ts";
import { Who } from "./who.tsx";

export function Shell({ children }: { children: ComponentChildren }) {
  const { pathname } = useLocation();
  const { chosen, choose } = useEnvironment();
  const whole = useResource<OverviewBody>(totalsPath(chosen), { on: ["cycle"] }).data;
  useEffect(enterEnvironment, [pathname]);
  useTabIcon(whole);
  const content = useArrival(pathname);
  return (
    <>
      <a class="skip" href="#content">
        To the content
      </a>
      <header class="top">
        <div>
          <a class="brand" href={linkTo("/", chosen)}>
            nines
          </a>
          <Navigation pathname={pathname} environment={chosen} />
          <Search />
          <Environments all={whole?.environments ?? []} chosen={chosen} choose={choose} />
          <LiveMark />
          <DemoSwitch />
          <Who />
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

/** The icon of the tab says how things stand, whichever page is looked at. */
function useTabIcon(whole: OverviewBody | undefined): void {
  const worst = whole && worstOf(whole.states);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (icon !== null && worst !== undefined) icon.href = tabIcon(worst);
  }, [worst]);
}

interface Total {
  total: number;
}

/** What waits for somebody is counted where one goes to see it. */
function useCounts(): Partial<Record<PlacePath, { count: number; of: string }>> {
  const exceptions = useResource<Total>(firstPaths.exceptionsWaiting, { on: ["exception"] });
  const incidents = useResource<Total>(firstPaths.incidentsOpen, { on: ["incident"] });
  return {
    "/exceptions": { count: exceptions.data?.total ?? 0, of: "wait for somebody" },
    "/incidents": { count: incidents.data?.total ?? 0, of: "open" },
  };
}

function Navigation({ pathname, environment }: { pathname: string; environment: string }) {
  const [open, setOpen] = useState(false);
  const counts = useCounts();
  const current = placeAt(pathname);
  useEffect(() => setOpen(false), [pathname]);
  return (
    <>
      <button
        class="menu"
        type="button"
        aria-expanded={open}
        aria-controls="pages"
        onClick={() => setOpen(!open)}
      >
        ☰ {places.find(({ path }) => path === current)?.name ?? "Pages"}
      </button>
      <nav id="pages" class={open ? "open" : ""} aria-label="Pages">
        {places.map(({ path, name }) => (
          <a key={path} href={linkTo(path, environment)} aria-current={path === current ? "page" : undefined}>
            {name}
            {counts[path] !== undefined && <Count {...counts[path]} />}
          </a>
        ))}
      </nav>
    </>
  );
}

function Count({ count, of }: { count: number; of: string }) {
  if (count === 0) return null;
  return (
    <>
      {" "}
      <span class="count" title={`${count} ${of}`}>
        {count}
        <span class="unseen"> {of}</span>
      </span>
    </>
  );
}

interface EnvironmentsProps {
  all: readonly string[];
  chosen: string;
  choose: (name: string) => void;
}

function Environments({ all, chosen, choose }: EnvironmentsProps) {
  if (all.length < 2) return null;
  return (
    <select
      class="environment"
      aria-label="Environment"
      value={chosen}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">all</option>
      {all.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
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
