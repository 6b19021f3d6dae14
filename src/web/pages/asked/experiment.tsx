import type { ExperimentDetailBody } from "../../../http/schemas/governance/experiment.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { formatBurn } from "../../../model/wording.ts";
import { absolute, Time } from "../../parts/time.tsx";
import { mayGiveReason, withReason } from "./actions.tsx";
import { collections } from "./collections.ts";
import { AskedBy, Ended, Fact, Frame, Scope } from "./frame.tsx";

export const ExperimentPage = ({ id }: { id: string }) => (
  <Frame<ExperimentDetailBody>
    of={collections.experiments}
    id={id}
    title={({ title }) => title}
    state={({ state }) => state}
    then="it may start, should the gate agree then"
    verbs={[
      withReason("deny", "Deny: one no is enough"),
      { action: "start", label: "Start: it is watched from then on", body: () => ({}), needsComment: false },
      mayGiveReason("finish", "Finish: it is over, as planned"),
      withReason("abort", "Stop it, or take it back"),
    ]}
    facts={facts}
    beside={Signal}
  />
);

const facts = (body: ExperimentDetailBody) => (
  <>
    <Fact name="for">
      <Scope service={body.service} environments={[body.environment]} />
    </Fact>
    {body.hypothesis !== undefined && <Fact name="hypothesis">{body.hypothesis}</Fact>}
    <Fact name="confined to">{body.blastRadius}</Fact>
    <Fact name="cost to the budget">
      {formatPercent(body.cost)} expected; aborted above {formatPercent(body.caps.spend)}, or above a burn of{" "}
      {formatBurn(body.caps.burn)}
    </Fact>
    <Fact name="length">{body.length} at most</Fact>
    <AskedBy {...body} />
    {body.startedAt !== undefined && (
      <Fact name="started">
        {absolute(body.startedAt)}
        {body.endsBy !== undefined && (
          <>
            , over <Time at={body.endsBy} />
          </>
        )}
      </Fact>
    )}
    <Ended ended={body.ended} />
    {body.startedAt !== undefined && (
      <Fact name="it cost">
        what “Spent by” says of it in each SLO of <a href={`/services/${body.service}`}>{body.service}</a>
      </Fact>
    )}
  </>
);

/** What its abort signal says, and how near it is to its caps. */
function Signal({ state, signal, service, environment }: ExperimentDetailBody) {
  if (state === "approved" || state === "pending")
    return (
      <p class="quiet small">
        It begins when somebody starts it and{" "}
        <a href={`/gate?service=${service}&environment=${environment}&change=experiment`}>the gate agrees</a>.
      </p>
    );
  if (state !== "running") return null;
  return (
    <>
      <h3>Abort signal</h3>
      <p class={signal.go ? "verdict yes" : "verdict no"} aria-live="polite">
        {signal.go ? "✔ go on" : `✖ stop: ${signal.reason ?? ""}`}
      </p>
      {signal.burn !== undefined && (
        <p class="small">
          burn {formatBurn(signal.burn.rate)} over {signal.burn.window} of {formatBurn(signal.burn.cap)}
        </p>
      )}
      {signal.spend !== undefined && (
        <p class="small">
          cost {formatPercent(signal.spend.share)} of {formatPercent(signal.spend.cap)}
        </p>
      )}
    </>
  );
}
