import { useState } from "preact/hooks";
import type { ProposalsBody } from "../../../http/schemas/incidents/quality.ts";
import type { SloDetailBody, TierBody } from "../../../http/schemas/slo.ts";
import { formatBurn, formatSpan } from "../../../model/wording.ts";
import { useResource } from "../../api/resource.ts";
import { Loaded } from "../../parts/status.tsx";

type Tier = ProposalsBody["tiers"][number];

/** Quieter settings that the marked history supports, tier by tier, or what is missing for one. */
export function Proposals({ slo }: { slo: string }) {
  const path = `/api/v1/slos/${encodeURIComponent(slo)}`;
  const proposals = useResource<ProposalsBody>(`${path}/alerts/proposals`, { on: ["alert"], every: 60_000 });
  const detail = useResource<SloDetailBody>(path, { on: [], every: 60_000 });
  return (
    <section class="card" aria-label={`Proposals for ${slo}`}>
      <h3 class="first">
        What would ring less for <a href={`/slos/${slo}`}>{slo}</a>
      </h3>
      <p class="quiet small">
        Replayed over its ledger of the last 90 days: every useful alert would still have rung, at most five
        minutes later, and at least half of the noise would not. Nothing is changed by itself.
      </p>
      <Loaded of={proposals}>
        {({ tiers }) => (
          <dl class="facts">
            {tiers.map((tier) => (
              <>
                <dt key={tier.tier}>{tier.tier}</dt>
                <dd>
                  <TierProposal
                    tier={tier}
                    present={detail.data?.tiers.find((each) => each.tier === tier.tier)}
                  />
                </dd>
              </>
            ))}
          </dl>
        )}
      </Loaded>
    </section>
  );
}

function TierProposal({ tier: { why, proposal }, present }: { tier: Tier; present: TierBody | undefined }) {
  if (proposal === undefined) return <span class="quiet">as it is: {why}</span>;
  const { long, short, factor, minBadEvents, silenced, noise, kept, delay, yaml } = proposal;
  return (
    <>
      <table class="proposal">
        <thead>
          <tr>
            <th />
            <th>windows</th>
            <th class="number">burn rate</th>
          </tr>
        </thead>
        <tbody>
          {present !== undefined && (
            <tr>
              <th scope="row">now</th>
              <td>
                {present.long.window} and {present.short.window}
              </td>
              <td class="number">{formatBurn(present.factor)}</td>
            </tr>
          )}
          <tr>
            <th scope="row">proposed</th>
            <td>
              {long} and {short}, from {minBadEvents} bad events on
            </td>
            <td class="number">{formatBurn(factor)}</td>
          </tr>
        </tbody>
      </table>
      <p>
        <strong>
          {silenced} of {noise} that were noise would have been silent
        </strong>
        ; all {kept} useful ones would have rung,{" "}
        {delay === 0 ? "none of them later" : `the slowest ${formatSpan(delay)} later`}.
      </p>
      <Yaml text={yaml} />
    </>
  );
}

function Yaml({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <>
      <pre class="copied">{text}</pre>
      <button type="button" onClick={() => void copy()}>
        copy
      </button>{" "}
      <span aria-live="polite" class="quiet">
        {copied && "copied"}
      </span>
    </>
  );
}
