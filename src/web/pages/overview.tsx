import { useState } from "preact/hooks";
import type { OverviewBody, OverviewServiceBody, OverviewSloBody } from "../../http/schemas/overview.ts";
import { formatPercent } from "../../model/decimals.ts";
import { type State, states } from "../../model/policy.ts";
import { formatBurn, formatSpan } from "../../model/wording.ts";
import { useResource } from "../api/resource.ts";
import { BudgetBar } from "../parts/budget-bar.tsx";
import { StateMark, StateShape } from "../parts/state.tsx";
import { Loaded } from "../parts/status.tsx";
import { absolute, briefly, Time } from "../parts/time.tsx";
import { causeText, groupText, leftText } from "../parts/words.ts";
import { go, useLocation, withParameters } from "../url/location.ts";

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

function Table({ body }: { body: OverviewBody }) {
  if (body.items.length === 0) return <p class="quiet">No SLO fits.</p>;
  return (
    <table class="overview">
      <thead>
        <tr>
          <th>service / SLO</th>
          <th class="number">objective</th>
          <th>budget</th>
          <th class="number">burn 1h</th>
          <th class="number">left</th>
        </tr>
      </thead>
      {body.items.map((item) => (
        <ServiceRows
          key={`${item.service} ${item.environment}`}
          item={item}
          several={body.environments.length > 1}
        />
      ))}
    </table>
  );
}

function ServiceRows({ item, several }: { item: OverviewServiceBody; several: boolean }) {
  return (
    <tbody>
      <tr class="service">
        <td colSpan={5}>
          <StateShape state={item.state} /> <a href={`/services/${item.service}`}>{item.service}</a>{" "}
          <span class="quiet small">
            {[
              several && item.environment,
              item.owner,
              item.criticality !== undefined && `tier ${item.criticality}`,
            ]
              .filter((text) => typeof text === "string")
              .join(" · ")}
          </span>
        </td>
      </tr>
      {item.slos.map((slo) => (
        <SloRow key={slo.id} slo={slo} />
      ))}
      {item.more > 0 && (
        <tr class="slo">
          <td class="name" colSpan={5}>
            <a href={`/services/${item.service}`}>{item.more} more</a>
          </td>
        </tr>
      )}
    </tbody>
  );
}

function SloRow({ slo }: { slo: OverviewSloBody }) {
  const isKnown = slo.state !== "unknown";
  const group = groupText(slo.group);
  return (
    <tr class={`slo${isKnown ? "" : " stale"}`} data-row>
      <td class="name">
        <StateShape state={slo.state} /> <a href={`/slos/${slo.id}`}>{slo.name}</a>{" "}
        <span class="quiet small">
          {group !== "" && `${group} `}
          {slo.partial && isKnown && "partial"}
        </span>
      </td>
      <td class="number labelled" data-label="objective">
        {slo.objective.replace("%", " %")}
      </td>
      <td class="budget">
        <Budget slo={slo} />
      </td>
      <td class="number labelled" data-label="burn 1h">
        <Burn slo={slo} />
      </td>
      <td class="number labelled" data-label="left">
        {isKnown ? leftText(slo.exhaustion) : "–"}
      </td>
    </tr>
  );
}

/** Where nothing is known, the place of the number says why. */
function Budget({ slo }: { slo: OverviewSloBody }) {
  if (slo.state === "unknown")
    return (
      <span class="quiet">
        {causeText(slo.cause)}
        {slo.dataAgeSeconds !== undefined && `, data ${formatSpan(slo.dataAgeSeconds)} old`}
        {slo.consumed !== undefined && `; last known ${formatPercent(slo.consumed)}`}
      </span>
    );
  return (
    <span class="with-bar">
      <BudgetBar state={slo.state} consumed={slo.consumed} adjusted={slo.adjusted} />
      <span class="number">{slo.consumed === undefined ? "?" : formatPercent(slo.consumed)}</span>
    </span>
  );
}

function Burn({ slo: { paging, burn } }: { slo: OverviewSloBody }) {
  return (
    <>
      {paging !== undefined && (
        <span class="page-mark" title={paging.since === undefined ? "" : `since ${absolute(paging.since)}`}>
          ▲ page{" "}
        </span>
      )}
      {burn === undefined ? "–" : formatBurn(burn)}
    </>
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
