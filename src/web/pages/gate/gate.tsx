import { useState } from "preact/hooks";
import type { ServiceListBody } from "../../../http/schemas/service.ts";
import type { VerdictBody } from "../../../http/schemas/verdict.ts";
import { changeKinds } from "../../../model/policy.ts";
import { decisionWords } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { Field, Select } from "../../parts/form.tsx";
import { Loaded } from "../../parts/status.tsx";
import { Time } from "../../parts/time.tsx";
import { go, useLocation, withParameters } from "../../url/location.ts";
import { type Asked, askedBy, queryOf } from "./asked.ts";
import { CopyAs } from "./copy-as.tsx";
import { Reasons } from "./reasons.tsx";

export function Gate() {
  const url = useLocation();
  const asked = askedBy(url);
  return (
    <>
      <h1>May it be deployed?</h1>
      <Question asked={asked} url={url} />
      {asked.service !== "" && asked.environment !== "" && <Answer asked={asked} />}
    </>
  );
}

function Question({ asked, url }: { asked: Asked; url: URL }) {
  const services = useResource<ServiceListBody>("/api/v1/services?limit=1000", 300_000).data?.items ?? [];
  const [sha, setSha] = useState(asked.sha);
  const set = (changes: Partial<Asked>): void => go(withParameters(url, changes), { replace: true });
  const environments = services.find(({ name }) => name === asked.service)?.environments ?? [];
  return (
    <form
      class="chips form-row"
      onSubmit={(event) => {
        event.preventDefault();
        set({ sha });
      }}
    >
      <Field
        label="service"
        value={asked.service}
        list={services.map(({ name }) => name)}
        onValue={(service) => set({ service })}
      />
      <Field
        label="environment"
        value={asked.environment}
        list={environments}
        onValue={(environment) => set({ environment })}
      />
      <Select
        label="change"
        value={asked.change}
        values={changeKinds}
        onValue={(change) => set({ change })}
      />
      <Field label="sha" hint="commit, tag or digest" value={sha} onValue={setSha} />
      <button class="main" type="submit">
        Ask
      </button>
    </form>
  );
}

const marks = { allow: "✔", warn: "✔", needs_exception: "◆", deny: "✖" } as const;

function Answer({ asked }: { asked: Asked }) {
  const verdict = useResource<VerdictBody>(`/api/v1/gate?${queryOf(asked)}`, 5_000);
  return (
    <Loaded of={verdict}>
      {(body) => (
        <section class="card" aria-live="polite">
          <h2 class={`verdict ${body.allowed ? "yes" : "no"}`}>
            {marks[body.decision]} {decisionWords[body.decision]}
          </h2>
          <p class="quiet">
            {body.change} of {body.services.join(", ")} to {body.environment}
            {body.sha !== undefined && ` (${body.sha})`} · holds until <Time at={body.validUntil} />
          </p>
          <Reasons reasons={body.reasons} />
          <p>
            {!body.allowed && <RequestLink asked={asked} />}
            {body.allowedNow.length > 0 && (
              <span class="quiet"> allowed now: {body.allowedNow.join(", ")}</span>
            )}
          </p>
          <CopyAs asked={asked} />
        </section>
      )}
    </Loaded>
  );
}

function RequestLink({ asked }: { asked: Asked }) {
  return (
    <a class="as-button" href={`/exceptions/new?${queryOf(asked)}`}>
      Request exception
    </a>
  );
}
