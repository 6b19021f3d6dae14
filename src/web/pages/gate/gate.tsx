import { useState } from "preact/hooks";
import type { VerdictBody } from "../../../http/schemas/verdict.ts";
import { changeKinds } from "../../../model/policy.ts";
import { decisionWords } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { useServices } from "../../api/services.ts";
import { DecisionMark } from "../../parts/decision.tsx";
import { Field, Select, Tick } from "../../parts/form.tsx";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";
import { type Asked, askedBy, queryOf } from "./asked.ts";
import { Claims } from "./claims.tsx";
import { CopyAs } from "./copy-as.tsx";
import { PastDecisions } from "./past.tsx";
import { Reasons } from "./reasons.tsx";
import { basedOn, decidedBy, nextStep } from "./words.ts";

export function Gate() {
  const url = useLocation();
  const asked = askedBy(url);
  return (
    <>
      <h1>May it be deployed?</h1>
      <Question asked={asked} url={url} />
      {asked.service === "" ? (
        <p class="quiet">Choose a service: the answer stands here at once, and changes as things change.</p>
      ) : (
        <>
          <Answer asked={asked} />
          <PastDecisions service={asked.service} />
          <Claims service={asked.service} />
        </>
      )}
    </>
  );
}

/** Beyond so many a list to choose from is no help: then one types, and what fits is offered. */
const mostChoices = 100;

function Question({ asked, url }: { asked: Asked; url: URL }) {
  const services = useServices();
  const [sha, setSha] = useState(asked.sha);
  const [cost, setCost] = useState(asked.cost);
  const set = (changes: Partial<Asked>): void =>
    go(withParameters(url, { before: "", ...changes }), { replace: true });
  const names = services.map(({ name }) => name);
  const environments = services.find(({ name }) => name === asked.service)?.environments ?? [];
  const choice = (label: "service" | "environment", values: readonly string[]) =>
    values.length > 0 && values.length <= mostChoices ? (
      <Select
        label={label}
        value={asked[label]}
        values={values.includes(asked[label]) ? values : [asked[label], ...values]}
        words={{ "": "choose…" }}
        onValue={(value) => set({ [label]: value })}
      />
    ) : (
      <Field label={label} value={asked[label]} list={values} onValue={(value) => set({ [label]: value })} />
    );
  return (
    <form
      class="chips form-row"
      aria-label="What is to be deployed"
      onSubmit={(event) => {
        event.preventDefault();
        set({ sha: sha.trim(), cost: cost.trim() });
      }}
    >
      {choice("service", names)}
      {choice("environment", environments)}
      <Select
        label="change"
        value={asked.change}
        values={changeKinds}
        onValue={(change) => set({ change })}
      />
      <Field label="sha" hint="commit, tag or digest" value={sha} onValue={setSha} />
      {asked.change === "experiment" && (
        <Field label="cost" hint="share of the budget, such as 0.02" value={cost} onValue={setCost} />
      )}
      <button class="main" type="submit">
        Ask
      </button>
      <Tick
        label="dry run"
        checked={asked.dryRun === "true"}
        onChecked={(checked) => set({ dryRun: checked ? "true" : "" })}
      />
    </form>
  );
}

function Answer({ asked }: { asked: Asked }) {
  const verdict = useResource<VerdictBody>(`/api/v1/gate?${queryOf(asked)}`, 5_000);
  return (
    <Loaded of={verdict}>
      {(body) => (
        <section class="card" aria-label="The gate's answer">
          <Head body={body} />
          <Reasons reasons={body.reasons} approval={body.approval} />
          <p>{nextStep(body)}</p>
          <Next body={body} asked={asked} />
          <CopyAs asked={asked} />
        </section>
      )}
    </Loaded>
  );
}

/** The verdict itself: also what a decision on record begins with. */
export function Head({ body }: { body: VerdictBody }) {
  const by = decidedBy(body);
  return (
    <>
      <div class="verdict-head">
        <h2 aria-live="polite">
          <DecisionMark decision={body.decision} />
        </h2>
        {by !== undefined && <span class="quiet">{by}</span>}
      </div>
      <p class="quiet">
        {body.change} of {body.services.join(", ") || "an unknown service"} to {body.environment}
        {body.sha !== undefined && ` (${body.sha})`} · {basedOn(body.reasons)} · decided{" "}
        <Time at={body.evaluatedAt} />
      </p>
      {body.dryRun !== undefined && (
        <p class="notice">
          A dry run of the {body.dryRun.by}: it passes whatever the verdict, which would be{" "}
          <strong>{decisionWords[body.dryRun.decision]}</strong>.
        </p>
      )}
      {body.claim !== undefined && <p class="notice">{body.claim.sentence}</p>}
      {body.exceptions?.map(({ exception, usesLeft, expiry, breakGlass }) => (
        <p key={exception}>
          It passes by <a href={`/exceptions/${exception}`}>{exception}</a>
          {breakGlass && ", a broken glass"}: {usesLeft} {usesLeft === 1 ? "use" : "uses"} left after it,
          until <Time at={expiry} />.
        </p>
      ))}
    </>
  );
}

function Next({ body, asked }: { body: VerdictBody; asked: Asked }) {
  const { service, environment, change, sha } = asked;
  const query = queryOf({ service, environment, change, sha });
  return (
    <p class="chips">
      {body.decision === "needs_exception" && (
        <a class="as-button" href={`/exceptions/new?${query}`}>
          Request exception
        </a>
      )}
      {!body.allowed && <a href={`/exceptions/new?${query}&glass=broken`}>Break glass</a>}
      {body.allowedNow.length > 0 && <span class="quiet">allowed now: {body.allowedNow.join(", ")}</span>}
    </p>
  );
}
