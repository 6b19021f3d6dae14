import type { SloDetailBody, TierBody } from "../../../http/schemas/slo.ts";
import { formatBurn, groupText } from "../../../model/wording.ts";
import { Time } from "../../parts/time.tsx";

const rate = (burn: number | undefined): string => (burn === undefined ? "–" : formatBurn(burn));

/** Where both windows of each burn-rate alert stand. */
export function BurnTable({ slo: { tiers } }: { slo: SloDetailBody }) {
  if (tiers.length === 0) return null;
  return (
    <section>
      <h2>Burn now</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>tier</th>
              <th class="number">long</th>
              <th class="number">short</th>
              <th class="number">threshold</th>
              <th>fires</th>
            </tr>
          </thead>
          <tbody>
            {tiers.map((tier) => (
              <TierRow key={tier.tier} tier={tier} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function TierRow({ tier }: { tier: TierBody }) {
  return (
    <tr>
      <td>
        {tier.tier} <span class="quiet">{tier.severity}</span>{" "}
        <span class="quiet small">{groupText(tier.group)}</span>
      </td>
      <td class="number">
        {tier.long.window} {rate(tier.long.rate)}
      </td>
      <td class="number">
        {tier.short.window} {rate(tier.short.rate)}
      </td>
      <td class="number">{formatBurn(tier.factor)}</td>
      <td>
        {tier.firing ? (
          <span class="page-mark">▲ firing {tier.since !== undefined && <Time at={tier.since} />}</span>
        ) : (
          "–"
        )}
      </td>
    </tr>
  );
}
