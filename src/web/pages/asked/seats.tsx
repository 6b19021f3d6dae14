import type { QuorumBody } from "../../../http/schemas/governance/common.ts";
import type { ExceptionBody } from "../../../http/schemas/governance/exception.ts";
import { StateMark } from "../../parts/state.tsx";
import { Time } from "../../parts/time.tsx";
import { quorumSentence } from "./words.ts";

/** The quorum as seats: who has sat, who may; and the policy's own sentence. */
export function Seats({ quorum, wasAsked }: { quorum: QuorumBody | undefined; wasAsked: boolean }) {
  if (quorum === undefined) return <p>Nobody has to approve this one.</p>;
  return (
    <>
      <ul class="seats" aria-label="Seats of the quorum">
        {quorum.seats.map((seat, index) => (
          <li key={`${seat.seat} ${index}`} class={seat.by === undefined ? "empty" : "taken"}>
            <Seat seat={seat} approvals={quorum.approvals} />
          </li>
        ))}
      </ul>
      <p class="quiet small">
        <StateMark state={quorum.state} /> · {quorumSentence(quorum, wasAsked)}
      </p>
    </>
  );
}

interface SeatProps {
  seat: QuorumBody["seats"][number];
  approvals: QuorumBody["approvals"];
}

function Seat({ seat: { seat, group, by }, approvals }: SeatProps) {
  const approval = approvals.find((each) => each.by === by);
  return (
    <>
      <span class="seat-mark" aria-hidden="true">
        {by === undefined ? "○" : "✔"}
      </span>
      <span>
        <strong>{seat}</strong>
        {by === undefined ? (
          <span class="quiet"> empty: one of {group ?? "any group that sits nowhere else"} may sit here</span>
        ) : (
          <>
            {" "}
            {by}
            {approval !== undefined && (
              <span class="quiet">
                {approval.standIn && `, standing in for ${group ?? "it"}`} <Time at={approval.at} />
              </span>
            )}
          </>
        )}
      </span>
    </>
  );
}

type ClockProps = Pick<ExceptionBody, "answerBy" | "escalated">;

/** What happens when nobody answers, and when. */
export function Clock({ answerBy, escalated }: ClockProps) {
  if (answerBy === undefined) return null;
  const steps = [
    ["asked for again", answerBy.remindAt],
    ["escalated", answerBy.escalateAt],
    ["denied for want of an answer", answerBy.denyAt],
  ] as const;
  const next = steps.find(([, at]) => Date.parse(at) > Date.now())?.[0];
  return (
    <>
      <h3>If nobody answers</h3>
      <ol class="clock">
        {steps.map(([what, at]) => (
          <li key={what} aria-current={what === next ? "step" : undefined}>
            {what} <Time at={at} />
          </li>
        ))}
      </ol>
      {escalated !== undefined && (
        <p class="quiet small">
          Escalated <Time at={escalated.at} />: {escalated.to.join(", ") || "nobody"} may sit in for any seat.
        </p>
      )}
    </>
  );
}
