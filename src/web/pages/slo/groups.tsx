import type { GroupBody, SloDetailBody } from "../../../http/schemas/slo.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { formatBurn, groupText, leftText } from "../../../model/wording.ts";
import { BudgetBar } from "../../parts/budget-bar.tsx";
import { StateMark } from "../../parts/state.tsx";

/** The groups of a grouped SLO, by what they spent. */
export function Groups({ slo: { groupsDetail, groups } }: { slo: SloDetailBody }) {
  if (groups === 0) return null;
  return (
    <section>
      <h2>Groups</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>group</th>
              <th>state</th>
              <th>budget</th>
              <th class="number">burn 1h</th>
              <th class="number">left</th>
            </tr>
          </thead>
          <tbody>
            {groupsDetail.map((group) => (
              <GroupRow key={groupText(group.group)} group={group} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function GroupRow({ group }: { group: GroupBody }) {
  const consumed = group.budget?.consumed;
  const burn = group.burn.find(({ window }) => window === "1h");
  return (
    <tr class={group.gone ? "stale" : ""}>
      <td>{groupText(group.group)}</td>
      <td>
        {group.gone ? <span class="quiet">gone: silent, not judged</span> : <StateMark state={group.state} />}
      </td>
      <td>
        <span class="with-bar">
          <BudgetBar state={group.state} consumed={consumed} />
          <span class="number">{consumed === undefined ? "?" : formatPercent(consumed)}</span>
        </span>
      </td>
      <td class="number">{burn === undefined ? "–" : formatBurn(burn.rate)}</td>
      <td class="number">{leftText(group.exhaustion)}</td>
    </tr>
  );
}
