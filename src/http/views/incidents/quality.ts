import type { ReceivedAlert } from "../../../governance/incidents/alert.ts";
import { formatDuration } from "../../../model/durations.ts";
import { seconds } from "../../../model/units.ts";
import type { SloQuality } from "../../../report/quality/quality.ts";
import type { Proposals } from "../../../runtime/attribution/quality.ts";
import type { MarkedAlertBody, ProposalsBody, QualityBody } from "../../schemas/incidents/quality.ts";
import { iso } from "../common.ts";
import { alertView } from "./incident.ts";

export function markedAlertView(alert: ReceivedAlert): MarkedAlertBody {
  const { marked } = alert;
  if (marked === undefined) return alertView(alert);
  const { began, at, ...said } = marked;
  return {
    ...alertView(alert),
    marked: { ...said, at: iso(at), ...(began !== undefined && { began: iso(began) }) },
  };
}

export const qualityView = (items: readonly SloQuality[]): QualityBody => ({
  items: items.map(({ tiers, ...of }) => ({ ...of, tiers: tiers.map(({ slo: _, ...tier }) => tier) })),
});

export const proposalsView = ({ slo, tiers }: Proposals): ProposalsBody => ({
  slo: slo.id,
  tiers: tiers.map(({ yaml = "", ...of }) => {
    if (of.proposal === undefined) return { tier: of.tier, why: of.why };
    const { long, short, ...proposal } = of.proposal;
    const [whole, recent] = [long, short].map((each) => formatDuration(seconds(each)));
    return { tier: of.tier, proposal: { ...proposal, long: whole ?? "", short: recent ?? "", yaml } };
  }),
});
