import type { ExplanationBody } from "../../../http/schemas/explanation.ts";
import type { AttributionBody, ShareBody } from "../../../http/schemas/incidents/attribution.ts";
import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { groupKey } from "../../../model/observation.ts";
import { formatEvents, groupText } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";
import { sourceHref } from "./marks.ts";

const shown = 8;
const everyMinute = { on: [], every: 60_000 };

/** To what the budget went: each source's share of what was consumed, and the rest. */
export function SpentBy({ slo }: { slo: SloDetailBody }) {
  const attribution = useResource<AttributionBody>(
    `/api/v1/slos/${encodeURIComponent(slo.id)}/attribution`,
    everyMinute,
  );
  return (
    <section aria-labelledby="spent-by">
      <h2 id="spent-by">Spent by</h2>
      <Loaded of={attribution}>{(body) => <Shares body={body} slo={slo} />}</Loaded>
    </section>
  );
}

function Shares({ body, slo }: { body: AttributionBody; slo: SloDetailBody }) {
  const own = groupKey(slo.group ?? {});
  const group = body.groups.find((each) => groupKey(each.group) === own) ?? body.groups[0];
  if (group === undefined || group.consumed === 0) return <p class="quiet">Nothing was spent.</p>;
  const { consumed, shares, unattributed } = group;
  const top = shares.filter(({ share }) => share > 0).slice(0, shown);
  const others = consumed - unattributed - top.reduce((sum, { share }) => sum + share, 0);
  return (
    <>
      {groupText(group.group) !== "" && <p class="quiet small">{groupText(group.group)}</p>}
      <ul class="shares">
        {top.map((share) => (
          <ShareRow key={`${share.kind} ${share.id}`} part={share.share / consumed}>
            <SourceName share={share} slo={slo} />
          </ShareRow>
        ))}
        {others > 1e-9 && <ShareRow part={others / consumed}>others</ShareRow>}
        <ShareRow part={unattributed / consumed}>unattributed</ShareRow>
      </ul>
      <details class="small quiet">
        <summary>What the figures mean</summary>
        <ul>
          {[...body.rules, ...body.missing.map((text) => `not taken into account: ${text}`)].map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

function SourceName({ share: { kind, id, title, spans }, slo }: { share: ShareBody; slo: SloDetailBody }) {
  const [first] = spans;
  const href = sourceHref(kind, id, slo);
  return (
    <>
      <span class="quiet">{kind}</span> {href === undefined ? title : <a href={href}>{title}</a>}{" "}
      {spans.length === 1 && first !== undefined && (
        <span class="quiet small">
          <Time at={first.from} />
        </span>
      )}
      {spans.length > 1 && <span class="quiet small">{spans.length} times</span>}
    </>
  );
}

/** A share of what was consumed: name, bar, percentage. */
function ShareRow({ part, children }: { part: number; children: preact.ComponentChildren }) {
  return (
    <li data-row>
      <span>{children}</span>
      <svg class="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect width={Math.min(Math.max(part, 0), 1) * 100} height="8" />
      </svg>
      <span class="number">{formatPercent(part)}</span>
    </li>
  );
}

interface MembersProps {
  spending: ExplanationBody["groups"][number]["spending"] | undefined;
  slo: SloDetailBody;
}

/** Of a composite: which member spent its bad events. */
export function Members({ spending, slo }: MembersProps) {
  if (spending === undefined) return null;
  const { members, unattributed = 0 } = spending;
  const all = members.reduce((sum, { bad }) => sum + bad, unattributed);
  return (
    <section aria-labelledby="members">
      <h2 id="members">Members</h2>
      <ul class="shares">
        {members
          .toSorted((a, b) => b.bad - a.bad)
          .map(({ member, bad }) => (
            <ShareRow key={member} part={all === 0 ? 0 : bad / all}>
              <a href={`/slos/${encodeURIComponent(member)}`}>{member}</a>{" "}
              <span class="quiet small">
                {formatEvents(bad)} bad {slo.unit}
              </span>
            </ShareRow>
          ))}
        {unattributed > 0 && (
          <ShareRow part={unattributed / all}>from before the rules recorded members</ShareRow>
        )}
      </ul>
    </section>
  );
}
