import type { Correction } from "../../../governance/corrections/correction.ts";
import type { Facts } from "../../../governance/facts.ts";
import type { CorrectionBody } from "../../schemas/governance/correction.ts";
import { iso } from "../common.ts";
import { quorumView } from "./quorum.ts";

export function correctionView(correction: Correction, facts: Facts): CorrectionBody {
  const { id, state, request, requestHash, requestedBy, requestedAt, requirement, approvals } = correction;
  const { decidedAt, decidedBy, decision } = correction;
  const { service, slos, environments, from, to, effect, reason, evidence } = request;
  return {
    ...{ id, state, service, effect, reason, requestHash, requestedBy },
    slos: [...slos],
    environments: [...environments],
    from: iso(from),
    to: iso(to),
    evidence: [...evidence],
    requestedAt: iso(requestedAt),
    quorum: quorumView(requirement, approvals, facts.services.get(service)?.owner),
    ...(decidedAt !== undefined && {
      decided: {
        at: iso(decidedAt),
        ...(decidedBy !== undefined && { by: decidedBy }),
        ...(decision !== undefined && { reason: decision }),
      },
    }),
  };
}
