import { useState } from "preact/hooks";
import type { OverviewBody } from "../../../http/schemas/overview.ts";
import { type State, states } from "../../../model/policy.ts";
import { useResource } from "../../api/resource.ts";
import { StateMark } from "../../parts/state.tsx";
import { Loaded } from "../../parts/status.tsx";
import { briefly, Time } from "../../parts/time.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";
import { Table } from "./table.tsx";

const filters = ["environment", "owner", "tier", "state", "firing", "q", "page"] as const;

/** The filters stand in the URL: a link shows to others what one sees. */
function pathFor(url: URL): string {
  const asked = new URLSearchParams();
  for (const name of filters) {
    const value = url.searchParams.get(name);
    if (value !== null && value !== "") asked.set(name, value);
  }
  return `/api/v1/overview?${asked.toString()}`;
}

export function Overview() {
  const url = useLocation();
  const overview = useResource<OverviewBody>(pathFor(url), 5_000);
  const set = (changes: Readonly<Record<string, string>>, replace = false): void =>
    go(withParameters(url, { page: "", ...changes }), { replace });
  return (
    <>
      <h1 class="unseen">Overview</h1>
      <Search value={url.searchParams.get("q") ?? ""} onSearch={(q) => set({ q }, true)} />
      <Loaded of={overview}>
        {(body) => (
          <>
            <Summary
              body={body}
              chosen={url.searchParams.get("state") ?? ""}
              onChoose={(state) => set({ state })}
            />
            <Filters body={body} url={url} set={set} />
            <Silent body={body} />
            <Table body={body} />
            <Pages body={body} url={url} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Search({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const [timer, setTimer] = useState(0);
  const change = (next: string): void => {
    setText(next);
    clearTimeout(timer);
    setTimer(setTimeout(() => onSearch(next), 150) as unknown as number);
  };
  return (
    <div class="chips" role="search">
      <input
        type="search"
        aria-label="Search SLOs by id, description or owner"
        placeholder="/ search"
        value={text}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </div>
  );
}

const worstToBest: readonly State[] = [...states.slice(0, -1)].reverse().concat("unknown");

interface SummaryProps {
  body: OverviewBody;
  chosen: string;
  onChoose: (state: string) => void;
}

/** How many stand in each state; each is a filter. */
function Summary({ body, chosen, onChoose }: SummaryProps) {
  return (
    <div class="summary" role="group" aria-label="SLOs by state">
      {worstToBest.map((state) => (
        <button
          key={state}
          type="button"
          class={body.states[state] === 0 ? "none" : ""}
          aria-pressed={chosen === state}
          onClick={() => onChoose(chosen === state ? "" : state)}
        >
          <StateMark state={state} text={`${body.states[state]} ${state}`} />
        </button>
      ))}
      <span class="when quiet small">
        <Time at={body.snapshot.at} />
      </span>
    </div>
  );
}

interface FiltersProps {
  body: OverviewBody;
  url: URL;
  set: (changes: Readonly<Record<string, string>>) => void;
}

function Filters({ body, url, set }: FiltersProps) {
  const of = (name: string): string => url.searchParams.get(name) ?? "";
  return (
    <div class="chips">
      {body.environments.length > 1 && (
        <Choice name="environment" values={body.environments} chosen={of("environment")} set={set} />
      )}
      {body.owners.length > 1 && <Choice name="owner" values={body.owners} chosen={of("owner")} set={set} />}
      <Choice name="tier" values={["1", "2", "3", "4"]} chosen={of("tier")} set={set} />
      <Choice name="firing" values={["page", "any"]} chosen={of("firing")} set={set} />
      {[...filters].some((name) => of(name) !== "") && (
        <a href="/" class="small">
          all
        </a>
      )}
    </div>
  );
}

interface ChoiceProps {
  name: string;
  values: readonly string[];
  chosen: string;
  set: (changes: Readonly<Record<string, string>>) => void;
}

function Choice({ name, values, chosen, set }: ChoiceProps) {
  return (
    <select aria-label={name} value={chosen} onChange={(event) => set({ [name]: event.currentTarget.value })}>
      <option value="">{name}: any</option>
      {values.map((value) => (
        <option key={value} value={value}>
          {name}: {value}
        </option>
      ))}
    </select>
  );
}

function Silent({ body: { silent } }: { body: OverviewBody }) {
  return silent.map(({ source, since, message }) => (
    <div key={source} class="notice bad" role="alert">
      <strong>
        Prometheus {source} unreachable since {briefly(since)}.
      </strong>{" "}
      What is shown of its SLOs is what was last known. <span class="quiet">{message}</span>
    </div>
  ));
}

function Pages({ body: { page, limit, total }, url }: { body: OverviewBody; url: URL }) {
  const last = Math.max(1, Math.ceil(total / limit));
  if (last === 1) return null;
  const to = (next: number): string => withParameters(url, { page: next === 1 ? "" : String(next) });
  return (
    <nav class="chips" aria-label="Pages of services">
      {page > 1 && <a href={to(page - 1)}>← before</a>}
      <span class="quiet">
        page {page} of {last}, {total} services
      </span>
      {page < last && <a href={to(page + 1)}>next →</a>}
    </nav>
  );
}
