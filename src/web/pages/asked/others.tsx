import type { CorrectionDetailBody } from "../../../http/schemas/governance/correction.ts";
import type { LooseningDetailBody } from "../../../http/schemas/governance/loosening.ts";
import type { WindowDetailBody } from "../../../http/schemas/governance/window.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { StateMark } from "../../parts/state.tsx";
import { absolute, Time } from "../../parts/time.tsx";
import { groupText } from "../../../model/wording.ts";
import { mayGiveReason, withReason } from "./actions.tsx";
import { collections } from "./collections.ts";
import { AskedBy, Ended, Fact, Frame, Links, Scope } from "./frame.tsx";
import { actsWords, effectWords, looseningWords, scheduleWords } from "./words.ts";

export const CorrectionPage = ({ id }: { id: string }) => (
  <Frame<CorrectionDetailBody>
    of={collections.corrections}
    id={id}
    title={({ service }) => `Correction for ${service}`}
    state={({ state }) => state}
    then="this puts it in force"
    verbs={[
      withReason("deny", "Deny: one no is enough"),
      mayGiveReason("withdraw", "Withdraw: take the request back"),
      withReason("revoke", "Revoke: the time counts as it was recorded"),
    ]}
    facts={(body) => (
      <>
        <Fact name="what">{effectWords[body.effect]}</Fact>
        <Fact name="time">
          {absolute(body.from)} – {absolute(body.to)}
        </Fact>
        <Fact name="for">
          <Scope {...body} />
        </Fact>
        <Fact name="why">{body.reason}</Fact>
        <Fact name="evidence">
          <Links of={body.evidence} />
        </Fact>
        <AskedBy {...body} />
        {body.decided !== undefined && (
          <Fact name="decided">
            {body.decided.by !== undefined && `by ${body.decided.by} `}
            <Time at={body.decided.at} />
            {body.decided.reason !== undefined && `: ${body.decided.reason}`}
          </Fact>
        )}
      </>
    )}
  />
);

export const WindowPage = ({ id }: { id: string }) => (
  <Frame<WindowDetailBody>
    of={collections.windows}
    id={id}
    title={({ title }) => title}
    state={({ state }) => state}
    then="all of it acts from then on"
    verbs={[
      withReason("deny", "Deny: nothing of it acts"),
      mayGiveReason("cancel", "Cancel: ends it for good"),
    ]}
    facts={(body) => (
      <>
        <Fact name="what">{body.kind === "known-issue" ? "a known issue" : "maintenance"}</Fact>
        <Fact name="when">
          <When body={body} />
        </Fact>
        <Fact name="for">
          <Scope {...body} />
          {Object.keys(body.group).length > 0 && <div>only {groupText(body.group)}</div>}
        </Fact>
        <Fact name="while it lasts">
          <ul class="links">
            {actsWords(body.acts).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Fact>
        <Fact name="why">{body.reason}</Fact>
        <Fact name="announced by">
          {body.createdBy} <Time at={body.createdAt} />
        </Fact>
        <Ended ended={body.ended} />
      </>
    )}
  />
);

function When({ body: { schedule, running, upcoming } }: { body: WindowDetailBody }) {
  if (schedule.kind === "once")
    return (
      <>
        {absolute(schedule.from)} – {absolute(schedule.to)}
      </>
    );
  return (
    <>
      {scheduleWords(schedule)}
      {running !== undefined && <div>now, until {absolute(running.to)}</div>}
      {upcoming !== undefined && (
        <div>
          next <Time at={upcoming.from} />, {absolute(upcoming.from)}
        </div>
      )}
      <div>
        <a href={`/calendar?from=${(upcoming ?? running)?.from.slice(0, 10) ?? ""}`}>in the calendar</a>
      </div>
    </>
  );
}

export const LooseningPage = ({ id }: { id: string }) => (
  <Frame<LooseningDetailBody>
    of={collections.loosenings}
    id={id}
    title={({ slo }) => `${slo} made easier`}
    state={({ held, ended }) => (held ? "held" : (ended?.why ?? "announced"))}
    then="the easier promise counts"
    verbs={[]}
    facts={(body) => (
      <>
        <Fact name="what changed">{looseningWords(body)}</Fact>
        <Fact name="SLO">
          <a href={`/slos/${body.slo}`}>{body.slo}</a>
        </Fact>
        <Fact name="stood">
          <StateMark state={body.state} />
          {body.spent !== undefined && ` with ${formatPercent(body.spent)} spent`}
        </Fact>
        <Fact name="at the gate">
          {body.held && body.heldUntil !== undefined ? (
            <>
              the former promise is judged until it is approved, <Time at={body.heldUntil} /> at the latest
            </>
          ) : (
            "the promise as it is now is judged"
          )}
        </Fact>
        <Fact name="since">
          <Time at={body.at} />, {absolute(body.at)}
        </Fact>
      </>
    )}
  />
);
