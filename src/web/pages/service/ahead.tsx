import type { ExceptionBody } from "../../../http/schemas/governance/exception.ts";
import type { WindowBody } from "../../../http/schemas/governance/window.ts";
import { useResource } from "../../api/resource.ts";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";

interface List<Item> {
  items: readonly Item[];
}

/** Exceptions that are asked for or in force. */
export function OpenExceptions({ service }: { service: string }) {
  const list = useResource<List<ExceptionBody>>(
    `/api/v1/exceptions?service=${encodeURIComponent(service)}&state=pending,escalated,approved,active&limit=20`,
  );
  return (
    <section aria-labelledby="exceptions">
      <h2 id="exceptions">Open exceptions</h2>
      <Loaded of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="quiet">None.</p>
          ) : (
            <ul class="plain-list">
              {items.map(({ id, state, reason, environments, expiry }) => (
                <li key={id} data-row>
                  <a href={`/exceptions/${encodeURIComponent(id)}`}>{reason.text}</a>{" "}
                  <span class="quiet small">
                    {state} · {environments.join(", ")} · ends <Time at={expiry} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

/** Maintenance and known issues that run or are to come. */
export function WindowsAhead({ service }: { service: string }) {
  const list = useResource<List<WindowBody>>(
    `/api/v1/windows?service=${encodeURIComponent(service)}&state=pending,scheduled,running&limit=20`,
  );
  return (
    <section aria-labelledby="windows">
      <h2 id="windows">Maintenance ahead</h2>
      <Loaded of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="quiet">None.</p>
          ) : (
            <ul class="plain-list">
              {items.map((window) => (
                <li key={window.id}>
                  {window.title} <span class="quiet small">{whenOf(window)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function whenOf({ state, running, upcoming, environments }: WindowBody) {
  const where = environments.join(", ");
  if (running !== undefined)
    return (
      <>
        now, until <Time at={running.to} /> · {where}
      </>
    );
  if (upcoming === undefined) return `${state} · ${where}`;
  return (
    <>
      <Time at={upcoming.from} /> · {where}
      {state === "pending" && " · waits for approval"}
    </>
  );
}
