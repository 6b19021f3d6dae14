import type { PersonBody } from "../../../http/schemas/people.ts";
import { useResource } from "../../api/resource.ts";
import { Columns } from "../../parts/columns.tsx";
import { Field } from "../../parts/form.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";

/** As `GET /api/v1/people` answers. */
interface PersonList {
  items: readonly PersonBody[];
  total: number;
  page: number;
  limit: number;
}

/** Everybody whom nines knows, and what they may do and where they sit. */
export function Known() {
  const url = useLocation();
  const search = url.searchParams.get("search") ?? "";
  const query = new URLSearchParams({ limit: "25", page: url.searchParams.get("page") ?? "1" });
  if (search !== "") query.set("search", search);
  const list = useResource<PersonList>(`/api/v1/people?${query.toString()}`, {
    on: ["token"],
    every: 60_000,
  });
  return (
    <section>
      <h2>Who there is</h2>
      <div class="chips form-row" role="search">
        <Field
          label="find"
          type="search"
          hint="a name, a group or a role"
          value={search}
          onValue={(text) => go(withParameters(url, { search: text, page: "" }), { replace: true })}
        />
      </div>
      <Loaded of={list}>
        {({ items, ...page }) => (
          <>
            {items.length === 0 ? <p class="quiet">Nobody fits.</p> : <Rows items={items} />}
            <Pager {...page} of="people" />
            <p class="quiet small">
              Who holds a valid token, and who has asked this replica since it started: those who log in, and
              jobs in CI, are known to nines only then.
            </p>
          </>
        )}
      </Loaded>
    </section>
  );
}

function Rows({ items }: { items: readonly PersonBody[] }) {
  return (
    <div class="scroll">
      <table class="asked">
        <Columns of={["who", "roles", "sits for", "acts for", "known by", "last seen"]} />
        <tbody>
          {items.map(({ subject, kind, roles, groups, services, ways, lastSeenAt }) => (
            <tr key={subject} data-row>
              <td>
                <a href={`/audit?actor=${encodeURIComponent(subject)}`} title="What they did">
                  {subject}
                </a>
                {kind === "machine" && <span class="quiet"> machine</span>}
              </td>
              <td data-label="roles">{roles.join(", ")}</td>
              <td data-label="sits for">{groups.join(", ") || "–"}</td>
              <td data-label="acts for">{services.includes("*") ? "every service" : services.join(", ")}</td>
              <td data-label="known by">{ways.join(", ")}</td>
              <td data-label="last seen">{lastSeenAt === undefined ? "–" : <Time at={lastSeenAt} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
