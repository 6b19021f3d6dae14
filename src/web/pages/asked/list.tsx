import type { ComponentChildren } from "preact";
import { useMe } from "../../api/me.ts";
import { useResource } from "../../api/resource.ts";
import { useServiceNames } from "../../api/services.ts";
import { Columns } from "../../parts/columns.tsx";
import { Field, Select, Tick } from "../../parts/form.tsx";
import { Pager } from "../../parts/pager.tsx";
import { Loaded } from "../../parts/status.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";
import type { Collection } from "./collections.ts";
import { Tabs } from "./tabs.tsx";

/** As every list of the API answers. */
interface ListBody<Item> {
  items: readonly Item[];
  total: number;
  page: number;
  limit: number;
}

const perPage = 25;
const filters = ["service", "state", "held", "waitingForMe", "mine", "page"] as const;

export interface ListProps<Item extends { id: string }> {
  of: Collection;
  /** What each column is called, and what stands in it. */
  columns: readonly (readonly [name: string, cell: (item: Item) => ComponentChildren])[];
  /** Beside what is asked for with the usual button. */
  also?: ComponentChildren;
}

/** A list of things that are asked for and decided: narrowed, in pages, each row opening its own. */
export function AskedList<Item extends { id: string }>({ of, columns, also }: ListProps<Item>) {
  const { searchParams } = useLocation();
  const asked = new URLSearchParams({ limit: String(perPage) });
  for (const name of filters) {
    const value = searchParams.get(name);
    if (value !== null) asked.set(name, value);
  }
  const list = useResource<ListBody<Item>>(`/api/v1/${of.path}?${asked.toString()}`);
  return (
    <>
      <div class="slo-head">
        <h1>{of.name}</h1>
        <span class="promise">{of.says}</span>
        {of.ask !== undefined && (
          <a class="as-button" href={`/${of.path}/new`}>
            {of.ask}
          </a>
        )}
        {also}
      </div>
      <Tabs of={of} />
      <Filters of={of} />
      <Loaded of={list}>
        {({ items, ...page }) =>
          items.length === 0 ? (
            <Nothing of={of} narrowed={asked.size > 1} />
          ) : (
            <>
              <Rows of={of} columns={columns} items={items} />
              <Pager {...page} of={of.name.toLowerCase()} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function Nothing({ of, narrowed }: { of: Collection; narrowed: boolean }) {
  if (narrowed)
    return (
      <p class="quiet">
        None fits. <a href={`/${of.path}`}>Show all</a>
      </p>
    );
  return <p class="quiet">There are none yet: {of.says}.</p>;
}

/** In the URL, so that a narrowed list can be shown to others; another filter begins at the first page. */
function Filters({ of }: { of: Collection }) {
  const url = useLocation();
  const me = useMe();
  const services = useServiceNames();
  const read = (name: string): string => url.searchParams.get(name) ?? "";
  const set = (name: string) => (value: string) =>
    go(withParameters(url, { [name]: value, page: "" }), { replace: true });
  const tick = (name: string, label: string) => (
    <Tick
      label={label}
      checked={read(name) === "true"}
      onChecked={(checked) => set(name)(checked ? "true" : "")}
    />
  );
  return (
    <div class="chips form-row" role="search">
      <Field label="service" type="search" value={read("service")} list={services} onValue={set("service")} />
      {of.states.length > 0 && (
        <Select
          label="state"
          value={read("state")}
          values={["", ...of.states]}
          words={{ "": "every state" }}
          onValue={set("state")}
        />
      )}
      {of.path === "loosenings" && tick("held", "still held")}
      {me?.identity !== undefined && tick("waitingForMe", "mine to decide")}
      {me?.identity !== undefined && of.path !== "loosenings" && tick("mine", "asked by me")}
    </div>
  );
}

type RowsProps<Item extends { id: string }> = Pick<ListProps<Item>, "of" | "columns"> & {
  items: readonly Item[];
};

function Rows<Item extends { id: string }>({ of, columns, items }: RowsProps<Item>) {
  return (
    <div class="scroll">
      <table class="asked">
        <Columns of={[of.name.toLowerCase().replace(/s$/, ""), ...columns.map(([name]) => name)]} />
        <tbody>
          {items.map((item) => (
            <tr key={item.id} data-row>
              <td>
                <a href={`/${of.path}/${item.id}`}>{item.id}</a>
              </td>
              {columns.map(([name, cell]) => (
                <td key={name} data-label={name}>
                  {cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
