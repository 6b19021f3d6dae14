import type { QualityBody } from "../../../http/schemas/incidents/quality.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { formatSpan } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { ShareBar } from "../../parts/share-bar.tsx";
import { Loaded } from "../../parts/status.tsx";
import { useLocation, withParameters } from "../../url/location.ts";
import { Proposals } from "./proposals.tsx";

type SloQuality = QualityBody["items"][number];
type TierQuality = SloQuality["tiers"][number];

/** What the alerts of each SLO and tier were worth, and below the one that is chosen what would ring less. */
export function Quality({ service }: { service: string }) {
  const query = service === "" ? "" : `?service=${encodeURIComponent(service)}`;
  const quality = useResource<QualityBody>(`/api/v1/alerts/quality${query}`, { on: ["alert", "incident"] });
  const url = useLocation();
  const chosen = url.searchParams.get("slo") ?? "";
  return (
    <section>
      <h2>What they were worth</h2>
      <Loaded of={quality}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="quiet">No alert of an SLO has rung yet.</p>
          ) : (
            <>
              <div class="scroll">
                <table class="quality">
                  <thead>
                    <tr>
                      <th>SLO</th>
                      <th>tier</th>
                      <th class="number">rang</th>
                      <th>useful, noise, duplicate</th>
                      <th>precision</th>
                      <th class="number">detected after</th>
                      <th class="number">missed</th>
                      <th class="number">recall</th>
                    </tr>
                  </thead>
                  {items.map((slo) => (
                    <SloRows
                      key={slo.slo}
                      slo={slo}
                      chosen={slo.slo === chosen}
                      link={withParameters(url, { slo: slo.slo === chosen ? "" : slo.slo, page: "" })}
                    />
                  ))}
                </table>
              </div>
              {chosen === "" ? (
                <p class="quiet">Choose an SLO to see whether what was said supports a quieter setting.</p>
              ) : (
                <Proposals slo={chosen} />
              )}
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function SloRows({
  slo: { slo, tiers, missed, recall },
  chosen,
  link,
}: {
  slo: SloQuality;
  chosen: boolean;
  link: string;
}) {
  const rows: readonly (TierQuality | undefined)[] = tiers.length === 0 ? [undefined] : tiers;
  return (
    <tbody>
      {rows.map((tier, index) => (
        <tr key={tier?.tier ?? ""} data-row={index === 0 ? true : undefined} class={chosen ? "at" : ""}>
          {index === 0 && (
            <th scope="rowgroup" rowSpan={rows.length}>
              <a href={link} aria-current={chosen ? "true" : undefined}>
                {slo}
              </a>
            </th>
          )}
          {tier === undefined ? (
            <td colSpan={5} class="quiet">
              no alert rang
            </td>
          ) : (
            <TierCells tier={tier} />
          )}
          {index === 0 && (
            <>
              <td class="number" rowSpan={rows.length}>
                {missed}
              </td>
              <td class="number" rowSpan={rows.length}>
                {recall === undefined ? "–" : formatPercent(recall)}
              </td>
            </>
          )}
        </tr>
      ))}
    </tbody>
  );
}

function TierCells({
  tier: { tier, rung, useful, noise, duplicate, precision, detection },
}: {
  tier: TierQuality;
}) {
  return (
    <>
      <td>{tier}</td>
      <td class="number">{rung}</td>
      <td>
        <Opinions rung={rung} useful={useful} noise={noise} duplicate={duplicate} />
      </td>
      <td>
        {precision === undefined ? (
          <span class="quiet">not marked yet</span>
        ) : (
          <ShareBar share={precision} label={`${formatPercent(precision)} of the marked ones were useful`} />
        )}
      </td>
      <td class="number">
        {detection === undefined ? (
          "–"
        ) : (
          <span
            title={`${detection.known} of ${useful} whose beginning is known; the longest ${formatSpan(detection.longest)}`}
          >
            {formatSpan(detection.median)}
          </span>
        )}
      </td>
    </>
  );
}

/** All that rang, as one bar: useful, noise, duplicate, and what nobody has marked. */
function Opinions({
  rung,
  useful,
  noise,
  duplicate,
}: Pick<TierQuality, "rung" | "useful" | "noise" | "duplicate">) {
  const parts = [
    { name: "useful", many: useful },
    { name: "noise", many: noise },
    { name: "duplicate", many: duplicate },
  ];
  const words = [...parts, { name: "not marked", many: rung - useful - noise - duplicate }]
    .filter(({ many }) => many > 0)
    .map(({ name, many }) => `${many} ${name}`)
    .join(", ");
  let from = 0;
  return (
    <span class="opinions">
      <svg class="bar" viewBox={`0 0 ${Math.max(rung, 1)} 14`} preserveAspectRatio="none" aria-hidden="true">
        <rect class="whole" x="0" y="3" width={Math.max(rung, 1)} height="8" />
        {parts.map(({ name, many }) => {
          const x = from;
          from += many;
          return <rect key={name} class={`is-${name}`} x={x} y="3" width={many} height="8" />;
        })}
      </svg>
      <span class="small">{words}</span>
    </span>
  );
}
