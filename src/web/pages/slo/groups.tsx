import { useState } from "preact/hooks";
import type { GroupBody, GroupListBody, SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { formatBurn, groupText, leftText } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { BudgetBar } from "../../parts/budget-bar.tsx";
import { Scroll } from "../../parts/scroll.tsx";
import { StateMark } from "../../parts/state.tsx";
import { Loaded } from "../../parts/status.tsx";
import { useLocation, withParameters } from "../../url/location.ts";

const perPage = 20;

/** The groups of a grouped SLO, by what they spent; page by page where there are many. */
export function Groups({ slo: { id, groups } }: { slo: SloDetailBody }) {
  const url = useLocation();
  const [search, setSearch] = useState("");
  const page = url.searchParams.get("groups") ?? "1";
  const asked = new URLSearchParams({
    page: search === "" ? page : "1",
    limit: String(perPage),
    ...(search !== "" && { q: search }),
  });
  const list = useResource<GroupListBody>(
    groups === 0 ? undefined : `/api/v1/slos/${encodeURIComponent(id)}/groups?${asked.toString()}`,
  );
  if (groups === 0) return null;
  return (
    <section aria-labelledby="groups">
      <h2 id="groups">Groups</h2>
      {groups > perPage && (
        <input
          type="text"
          placeholder="search groups"
          aria-label="Search groups by their labels"
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <Loaded of={list}>{(body) => <Table body={body} url={url} />}</Loaded>
    </section>
  );
}

function Table({ body, url }: { body: GroupListBody; url: URL }) {
  if (body.items.length === 0) return <p class="quiet">No group fits.</p>;
  return (
    <>
      <Scroll label="Groups">
        <table>
          <thead>
            <tr>
              <th>group</th>
              <th>state</th>
              <th>budget</th>
              <th class="number">burn 1h</th>
              <th class="number">left</th>
            </tr>
          </thead>
          <tbody>
            {body.items.map((group) => (
              <GroupRow key={groupText(group.group)} group={group} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Pages body={body} url={url} />
    </>
  );
}

function GroupRow({ group }: { group: GroupBody }) {
  const consumed = group.budget?.consumed;
  const burn = group.burn.find(({ window }) => window === "1h");
  return (
    <tr class={group.gone ? "stale" : ""}>
      <td>{groupText(group.group)}</td>
      <td>
        {group.gone ? <span class="quiet">gone: silent, not judged</span> : <StateMark state={group.state} />}
      </td>
      <td>
        <span class="with-bar">
          <BudgetBar state={group.state} consumed={consumed} adjusted={differing(group)} />
          <span class="number">{consumed === undefined ? "?" : formatPercent(consumed)}</span>
        </span>
      </td>
      <td class="number">{burn === undefined ? "–" : formatBurn(burn.rate)}</td>
      <td class="number">{leftText(group.exhaustion)}</td>
    </tr>
  );
}

const differing = ({ budget, adjusted }: GroupBody): number | undefined =>
  adjusted?.consumed === budget?.consumed ? undefined : adjusted?.consumed;

function Pages({ body: { page, limit, total }, url }: { body: GroupListBody; url: URL }) {
  const last = Math.max(1, Math.ceil(total / limit));
  if (last === 1) return null;
  const to = (next: number): string => withParameters(url, { groups: next === 1 ? "" : String(next) });
  return (
    <nav class="chips" aria-label="Pages of groups">
      {page > 1 && <a href={to(page - 1)}>← before</a>}
      <span class="quiet">
        page {page} of {last}, {total} groups
      </span>
      {page < last && <a href={to(page + 1)}>next →</a>}
    </nav>
  );
}
