import type { ExceptionBody } from "../../../http/schemas/governance/exception.ts";
import { useResource } from "../../api/resource.ts";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";

/** As `GET /api/v1/exceptions` answers. */
export interface ExceptionList {
  items: readonly ExceptionBody[];
  total: number;
}

const isOpen = ({ state }: ExceptionBody): boolean => state === "pending" || state === "escalated";

export function ExceptionsPage() {
  const list = useResource<ExceptionList>("/api/v1/exceptions?limit=200");
  return (
    <>
      <div class="slo-head">
        <h1>Exceptions</h1>
        <span class="promise">a change goes out although the policy holds it, on the record</span>
        <a class="as-button" href="/exceptions/new">
          Request exception
        </a>
      </div>
      <Loaded of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="quiet">Nobody has asked for one.</p>
          ) : (
            <Rows items={items.toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)))} />
          )
        }
      </Loaded>
    </>
  );
}

function Rows({ items }: { items: readonly ExceptionBody[] }) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>exception</th>
            <th>state</th>
            <th>for</th>
            <th>why</th>
            <th>asked</th>
            <th>waits for</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id} data-row>
              <td>
                <a href={`/exceptions/${item.id}`}>{item.id}</a>
              </td>
              <td>
                {isOpen(item) ? <strong>{item.state}</strong> : item.state}
                {item.breakGlass !== undefined && " · glass broken"}
              </td>
              <td>
                {item.service} <span class="quiet">{item.change.sha?.slice(0, 12)}</span>
              </td>
              <td>{item.reason.text}</td>
              <td>
                {item.requestedBy} <Time at={item.requestedAt} />
              </td>
              <td>{isOpen(item) ? (item.quorum?.missing.join(", ") ?? "–") : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
