import type { z } from "zod";
import type {
  DifferenceBody,
  diffSchema,
  replaySchema,
} from "../../../http/schemas/governance/decision-basis.ts";
import type { StoredDecisionBody } from "../../../http/schemas/governance/decision.ts";
import { decisionWords } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { Columns } from "../../parts/columns.tsx";
import { Loaded } from "../../parts/status.tsx";
import { absolute } from "../../parts/time.tsx";
import { useLocation, withParameters } from "../../url/location.ts";
import { Head } from "./gate.tsx";
import { Reasons } from "./reasons.tsx";

type Replay = z.infer<typeof replaySchema>;
type Diff = z.infer<typeof diffSchema>;

/** A decision as it was answered, and two ways to look at it again. */
export function DecisionPage({ id }: { id: string }) {
  const url = useLocation();
  const path = `/api/v1/gate/decisions/${encodeURIComponent(id)}`;
  const decision = useResource<StoredDecisionBody>(path, { on: [], every: 3_600_000 });
  const look = url.searchParams.get("look");
  const lookAt = (what: string, label: string) => (
    <a href={withParameters(url, { look: what })} aria-current={look === what ? "page" : undefined}>
      {label}
    </a>
  );
  return (
    <>
      <div class="slo-head">
        <h1>Decision {id}</h1>
      </div>
      <Loaded of={decision}>
        {(body) => (
          <>
            <p class="quiet">
              asked by {body.by} at {absolute(body.at)} · entry {body.seq} of the journal
            </p>
            <section class="card" aria-label="As it was answered">
              {body.verdict === undefined ? (
                <Dropped body={body} />
              ) : (
                <>
                  <Head body={body.verdict} />
                  <Reasons reasons={body.verdict.reasons} />
                  <p>
                    <a href={gateLink(body)}>Ask the same now</a>
                  </p>
                </>
              )}
            </section>
          </>
        )}
      </Loaded>
      <nav class="tabs" aria-label="Look at it again">
        {lookAt("diff", "What changed since")}
        {lookAt("replay", "Decide it once more")}
      </nav>
      {look === "diff" && <DiffOf path={path} />}
      {look === "replay" && <ReplayOf path={path} />}
    </>
  );
}

/** Retention keeps what was asked, decided and used. */
const Dropped = ({ body }: { body: StoredDecisionBody }) => (
  <p>
    It was <strong>{body.decision}</strong>. The reasons were dropped by retention; their digest stays in the
    chain.
  </p>
);

function gateLink({ verdict }: StoredDecisionBody): string {
  const { services = [], environment = "", change = "", sha } = verdict ?? {};
  const query = new URLSearchParams({ service: services[0] ?? "", environment, change });
  if (sha !== undefined) query.set("sha", sha);
  return `/gate?${query.toString()}`;
}

function DiffOf({ path }: { path: string }) {
  const diff = useResource<Diff>(`${path}/diff`);
  return (
    <Loaded of={diff}>
      {({ differences, now }) => (
        <section>
          <p>
            The same question now: <strong>{decisionWords[now.decision]}</strong>.
          </p>
          <Differences items={differences} none="Nothing that it was made of is otherwise." />
        </section>
      )}
    </Loaded>
  );
}

function ReplayOf({ path }: { path: string }) {
  const replay = useResource<Replay>(`${path}/replay`, { on: [], every: 3_600_000 });
  return (
    <Loaded of={replay}>
      {({ identical, differences }) => (
        <section>
          <p class={`verdict ${identical ? "yes" : "no"}`}>
            {identical
              ? "✔ The same inputs came to the same verdict, to the letter."
              : "✘ The same inputs come to another verdict: nines itself decides otherwise than it did."}
          </p>
          {!identical && <Differences items={differences} none="The words alone are otherwise." />}
        </section>
      )}
    </Loaded>
  );
}

function Differences({ items, none }: { items: readonly DifferenceBody[]; none: string }) {
  if (items.length === 0) return <p class="quiet">{none}</p>;
  return (
    <div class="scroll">
      <table class="stacks">
        <Columns of={["what", "of", "then", "now"]} />
        <tbody>
          {items.map(({ what, subject, before, after }) => (
            <tr key={`${what} ${subject}`}>
              <td>{what}</td>
              <td>{subject}</td>
              <td data-label="then">{before ?? <span class="quiet">not there</span>}</td>
              <td data-label="now">{after ?? <span class="quiet">gone</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
