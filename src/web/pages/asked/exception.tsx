import type { ExceptionDetailBody } from "../../../http/schemas/governance/exception.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { absolute, Time } from "../../parts/time.tsx";
import { mayGiveReason, type Verb, withReason } from "./actions.tsx";
import { collections } from "./collections.ts";
import { AskedBy, Ended, Fact, Frame, Links, Scope } from "./frame.tsx";
import { Clock } from "./seats.tsx";

const review = (verdict: "justified" | "not-justified", label: string): Verb => ({
  action: "review",
  label,
  body: (comment) => ({ verdict, comment }),
  needsComment: true,
});

const verbs: readonly Verb[] = [
  withReason("deny", "Deny: ends it for good"),
  mayGiveReason("withdraw", "Withdraw: take the request back"),
  withReason("revoke", "Revoke: ends it at once"),
  review("justified", "Review: breaking the glass was justified"),
  review("not-justified", "Review: it was not justified"),
  {
    action: "follow-up",
    label: "Done: what it left to do",
    body: (comment) => ({ comment }),
    needsComment: true,
  },
];

export const ExceptionPage = ({ id }: { id: string }) => (
  <Frame<ExceptionDetailBody>
    of={collections.exceptions}
    id={id}
    title={({ service, breakGlass }) =>
      breakGlass === undefined ? `Exception for ${service}` : `Glass broken for ${service}`
    }
    state={({ state }) => state}
    facts={facts}
    beside={beside}
    then="this puts it in force"
    verbs={verbs}
    alsoHappened={({ uses }) =>
      uses.map(({ decision, service, environment, sha, at }) => ({
        key: decision,
        at,
        sentence: (
          <>
            used for {service} to {environment} <code>{sha}</code> (
            <a href={`/gate/decisions/${decision}`}>{decision}</a>)
          </>
        ),
      }))
    }
  />
);

const facts = (body: ExceptionDetailBody) => (
  <>
    <Fact name="what">
      {body.change.kinds.join(", ") || "any kind of change"}{" "}
      {body.change.sha === undefined ? "of any name" : <code>{body.change.sha}</code>}
    </Fact>
    <Fact name="for">
      <Scope {...body} />
    </Fact>
    <Fact name="why">
      {body.reason.text} <span class="quiet">({body.reason.category})</span>
    </Fact>
    {body.businessImpact !== "" && <Fact name="if we wait">{body.businessImpact}</Fact>}
    {body.risk !== "" && <Fact name="what can go wrong">{body.risk}</Fact>}
    {body.rollbackPlan !== "" && <Fact name="rollback plan">{body.rollbackPlan}</Fact>}
    <Fact name="until">
      {absolute(body.expiry)} (<Time at={body.expiry} />)
      <div class="quiet small">from {absolute(body.start)}</div>
    </Fact>
    <Fact name="uses">
      {body.usesLeft} of {body.maxUses} left
    </Fact>
    <Fact name="cost to the budget">
      <Cost body={body} />
    </Fact>
    {body.silverBullet && <Fact name="silver bullet">one of the quarter's is spent on it</Fact>}
    {body.followUp !== undefined && (
      <Fact name="left to do">
        <Links of={[body.followUp]} />
        {body.followedUpAt !== undefined && (
          <>
            done <Time at={body.followedUpAt} />
          </>
        )}
      </Fact>
    )}
    {body.evidence.length > 0 && (
      <Fact name="evidence">
        <Links of={body.evidence} />
      </Fact>
    )}
    <AskedBy {...body} />
    <Ended ended={body.ended} />
    {body.obstacles.length > 0 && (
      <Fact name="opens no gate">
        <ul class="links">
          {body.obstacles.map(({ code, sentence }) => (
            <li key={code}>{sentence}</li>
          ))}
        </ul>
      </Fact>
    )}
  </>
);

function Cost({ body: { cost, maxBudgetCost } }: { body: ExceptionDetailBody }) {
  return (
    <>
      {cost === undefined
        ? "none yet: counted from when it comes into force"
        : `${formatPercent(cost.spent)} of the budget so far`}
      {maxBudgetCost === undefined
        ? ", without a cap of its own"
        : `, revoked above ${formatPercent(maxBudgetCost)}`}
    </>
  );
}

const beside = ({ answerBy, escalated, breakGlass }: ExceptionDetailBody) => (
  <>
    <Clock answerBy={answerBy} escalated={escalated} />
    {breakGlass !== undefined && (
      <>
        <h3>The broken glass</h3>
        <p class={breakGlass.overdue ? "waits" : ""}>
          Two people other than who broke it look at it by {absolute(breakGlass.reviewBy)} (
          <Time at={breakGlass.reviewBy} />
          {breakGlass.overdue && ", overdue: it blocks the next one"}).
        </p>
        <ul class="seats">
          {breakGlass.reviews.map(({ by, at, verdict, comment }) => (
            <li key={by}>
              <span aria-hidden="true">✔</span>
              <span>
                <strong>{by}</strong> {verdict.replace("-", " ")} <Time at={at} />: {comment}
              </span>
            </li>
          ))}
        </ul>
      </>
    )}
  </>
);
