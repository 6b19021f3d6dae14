import type { ExplanationBody } from "../../../http/schemas/explanation.ts";
import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { groupKey } from "../../../model/observation.ts";
import { useResource } from "../../api/resource.ts";
import { StateMark } from "../../parts/state.tsx";
import { Loaded } from "../../parts/status.tsx";
import { absolute, briefly } from "../../parts/time.tsx";
import "../../style/slo-page.css";
import { Budget } from "./budget.tsx";
import { BurnTable } from "./burn-table.tsx";
import { Groups } from "./groups.tsx";
import { History } from "./history.tsx";
import { Places } from "./places.tsx";
import { Members, SpentBy } from "./spent-by.tsx";
import { WhatIf } from "./what-if.tsx";
import { Why } from "./why.tsx";

/** Everything about one SLO: what is left, why, how it came, what burns. */
export function SloPage({ id }: { id: string }) {
  const slo = useResource<SloDetailBody>(`/api/v1/slos/${encodeURIComponent(id)}?groups=0`, 5_000);
  return <Loaded of={slo}>{(body) => <Page slo={body} />}</Loaded>;
}

const everyMinute = { on: [], every: 60_000 };

function Page({ slo }: { slo: SloDetailBody }) {
  const explanation = useResource<ExplanationBody>(
    `/api/v1/slos/${encodeURIComponent(slo.id)}/explain`,
    everyMinute,
  );
  const explained = explanation.data?.groups.find(
    ({ group }) => groupKey(group) === groupKey(slo.group ?? {}),
  );
  return (
    <>
      <Head slo={slo} />
      <Budget slo={slo} recovery={explained?.recovery} />
      <Why explanation={explanation} slo={slo} />
      <History slo={slo} />
      <BurnTable slo={slo} />
      <Groups slo={slo} />
      <div class="columns">
        <SpentBy slo={slo} />
        <div>
          <WhatIf slo={slo} />
          <Members spending={explained?.spending} slo={slo} />
        </div>
      </div>
      <Places slo={slo} />
    </>
  );
}

function Head({ slo }: { slo: SloDetailBody }) {
  return (
    <header class="slo-head">
      <h1>
        <a href={`/services/${encodeURIComponent(slo.service)}`}>{slo.service}</a> / {slo.name}
      </h1>
      <span class="promise">
        {slo.objective.text.replace("%", " %")} of {slo.unit} over {slo.window} · {slo.environment}
        {slo.description !== undefined && ` · ${slo.description}`}
      </span>
      <StateMark state={slo.state} />
      <Firing slo={slo} />
    </header>
  );
}

/** Pages before tickets: `▲ firing: fast (page) since 14:02`. */
function Firing({ slo: { firing } }: { slo: SloDetailBody }) {
  const burning = firing.filter(({ tier }) => tier !== undefined);
  const loudest = burning.find(({ severity }) => severity === "page") ?? burning[0];
  if (loudest === undefined) return null;
  return (
    <span class="page-mark" title={loudest.since === undefined ? "" : absolute(loudest.since)}>
      ▲ firing: {loudest.tier} ({loudest.severity})
      {loudest.since !== undefined && ` since ${briefly(loudest.since)}`}
      {burning.length > 1 && ` and ${burning.length - 1} more`}
    </span>
  );
}
