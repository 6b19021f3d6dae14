import type { BurnBody } from "../../../http/schemas/burn.ts";
import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatBurn, formatSpan, groupText } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { absolute, briefly } from "../../parts/time.tsx";
import { Scroll } from "../../parts/scroll.tsx";

type Tier = BurnBody["tiers"][number];

const rate = (burn: number | undefined): string => (burn === undefined ? "–" : formatBurn(burn));

/** Where both windows of each burn-rate alert stand, and when it fires if the present goes on. */
export function BurnTable({ slo }: { slo: SloDetailBody }) {
  const burn = useResource<BurnBody>(`/api/v1/slos/${encodeURIComponent(slo.id)}/burn`, 15_000);
  // Until the ledger has been asked, what the last cycle saw is there already.
  const tiers: readonly Tier[] = burn.data?.tiers ?? slo.tiers;
  if (tiers.length === 0) return null;
  return (
    <section aria-labelledby="burn-now">
      <h2 id="burn-now">Burn now</h2>
      <Scroll label="Burn-rate alerts">
        <table>
          <thead>
            <tr>
              <th>tier</th>
              <th class="number">long</th>
              <th class="number">short</th>
              <th class="number">threshold</th>
              <th class="number">fires in</th>
            </tr>
          </thead>
          <tbody>
            {tiers.map((tier) => (
              <TierRow key={tier.tier} tier={tier} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Assumption burn={burn.data} />
    </section>
  );
}

function Assumption({ burn }: { burn: BurnBody | undefined }) {
  if (burn === undefined) return null;
  if (burn.silent !== undefined)
    return <p class="notice">When they fire is not known: {burn.silent.message}</p>;
  return (
    <p class="quiet small">
      “Fires in” takes the errors and the traffic of the last {burn.present} to go on. An alert fires while
      both windows are above its threshold.
    </p>
  );
}

function TierRow({ tier }: { tier: Tier }) {
  return (
    <tr>
      <td>
        {tier.tier} <span class="quiet">{tier.severity}</span>{" "}
        <span class="quiet small">{groupText(tier.group)}</span>
      </td>
      <td class="number">
        <span class="quiet">{tier.long.window}</span> <span class="rate">{rate(tier.long.rate)}</span>
      </td>
      <td class="number">
        <span class="quiet">{tier.short.window}</span> <span class="rate">{rate(tier.short.rate)}</span>
      </td>
      <td class="number">{formatBurn(tier.factor)}</td>
      <td class="number">
        <FiresIn tier={tier} />
        {tier.quiet !== undefined && (
          <div class="small">
            kept quiet by <a href={`/windows/${tier.quiet.window}`}>{tier.quiet.window}</a>, until{" "}
            {absolute(tier.quiet.until)}
          </div>
        )}
      </td>
    </tr>
  );
}

function FiresIn({ tier: { firing, since, outlook } }: { tier: Tier }) {
  if (firing)
    return (
      <span class="page-mark" title={since === undefined ? "" : absolute(since)}>
        ▲ firing{since !== undefined && ` since ${briefly(since)}`}
      </span>
    );
  switch (outlook?.kind) {
    case undefined:
      return <span class="quiet">…</span>;
    case "never":
      return <span class="quiet">never at this pace</span>;
    case "unknown":
      return <span class="quiet">not known</span>;
    case "in":
      return outlook.isOver ? (
        <strong title="both windows are over; the alert waits so long before it fires">
          within {formatSpan(outlook.seconds)}
        </strong>
      ) : (
        <strong>{formatSpan(outlook.seconds)}</strong>
      );
  }
}
