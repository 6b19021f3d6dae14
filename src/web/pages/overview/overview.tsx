import type { OverviewBody } from "../../../http/schemas/overview.ts";
import { overviewFilters, overviewPath } from "../../../model/web/first-view.ts";
import { type State, states } from "../../../model/policy.ts";
import { useResource } from "../../api/resource.ts";
import { StateMark } from "../../parts/state.tsx";
import { Loaded } from "../../parts/status.tsx";
import { briefly, Time } from "../../parts/time.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";
import { Table } from "./table.tsx";

export function Overview() {
  const url = useLocation();
  const overview = useResource<OverviewBody>(overviewPath(url.searchParams), {
    on: ["cycle", "definitions"],
    every: 5_000,
  });
  const set = (changes: Readonly<Record<string, string>>, replace = false): void =>
    go(withParameters(url, { page: "", ...changes }), { replace });
  return (
    <>
      <h1 class="unseen">Overview</h1>
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
            <Broken body={body} />
            <Table body={body} />
            <Pages body={body} url={url} />
          </>
        )}
      </Loaded>
    </>
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
      <span class="when quiet small" title="When nines last looked">
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

/** What the list can be narrowed by, beside the counts above it and the search. */
function Filters({ body, url, set }: FiltersProps) {
  const of = (name: string): string => url.searchParams.get(name) ?? "";
  const choice = (name: string, word: string, values: readonly string[]) => (
    <Choice {...{ name, word, values, set }} chosen={of(name)} />
  );
  return (
    <div class="chips">
      {(body.owners.length > 1 || of("owner") !== "") && choice("owner", "team", body.owners)}
      {choice("tier", "tier", ["1", "2", "3", "4"])}
      {choice("firing", "firing", ["page", "any"])}
      {overviewFilters.some((name) => of(name) !== "" && name !== "page") && (
        <button type="button" class="plain small" onClick={() => set(nothingChosen)}>
          show all
        </button>
      )}
    </div>
  );
}

const nothingChosen = Object.fromEntries(overviewFilters.map((name) => [name, ""]));

interface ChoiceProps {
  name: string;
  word: string;
  values: readonly string[];
  chosen: string;
  set: (changes: Readonly<Record<string, string>>) => void;
}

function Choice({ name, word, values, chosen, set }: ChoiceProps) {
  return (
    <select
      aria-label={word}
      class={chosen === "" ? "" : "chosen"}
      value={chosen}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    >
      <option value="">{word}: any</option>
      {values.map((value) => (
        <option key={value} value={value}>
          {word}: {value}
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

function Broken({ body: { broken } }: { body: OverviewBody }) {
  if (broken === undefined) return null;
  const { errors, first, since } = broken;
  return (
    <div class="notice bad" role="alert">
      <strong>
        The definitions have {errors === 1 ? "an error" : `${errors} errors`}; those of {briefly(since)} stay
        in force.
      </strong>{" "}
      <code>{first}</code>
    </div>
  );
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
