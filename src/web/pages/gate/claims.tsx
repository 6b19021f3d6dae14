import type { z } from "zod";
import type { claimCountSchema } from "../../../http/schemas/governance/decision-basis.ts";
import { useResource } from "../../api/resource.ts";
import { Time } from "../../parts/time.tsx";

type ClaimCount = z.infer<typeof claimCountSchema>;

/** Who says that a change is of a kind that does better, and whether that was proven. Nothing where nobody has. */
export function Claims({ service }: { service: string }) {
  const list = useResource<{ items: readonly ClaimCount[] }>(
    `/api/v1/gate/claims?service=${encodeURIComponent(service)}&limit=20`,
    { on: ["gate-decision"] },
  );
  const items = list.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section>
      <h2>Claimed in the last 90 days</h2>
      <ul class="timeline">
        {items.map(({ by, change, environment, proven, unproven, lastAt }) => (
          <li key={`${by} ${change} ${environment}`}>
            <strong>{change}</strong> to {environment} by {by}: {proven} proven
            {unproven > 0 && <strong class="waits">, {unproven} judged as features instead</strong>}
            <span class="quiet">
              {" "}
              last <Time at={lastAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
