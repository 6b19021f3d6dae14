import type { HistoryBody } from "../../../http/schemas/history.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { formatEvents } from "../../../model/wording.ts";
import { momentText } from "../../parts/chart/moments.ts";
import { Scroll } from "../../parts/scroll.tsx";
import { type Courses, figuresOf } from "./chart-data.ts";

/** What the charts show, to be read or copied. */
export function Figures({ body, courses }: { body: HistoryBody; courses: Courses }) {
  return (
    <details>
      <summary>The figures as a table</summary>
      <Scroll label="Figures">
        <table>
          <thead>
            <tr>
              <th>up to</th>
              <th class="number">bad {body.unit}</th>
              <th class="number">all {body.unit}</th>
              <th class="number">error ratio</th>
              <th class="number">budget left</th>
            </tr>
          </thead>
          <tbody>
            {figuresOf(body, courses).map(({ at, bad, total, left }) => (
              <tr key={at}>
                <td>{momentText(at)}</td>
                <td class="number">{formatEvents(bad)}</td>
                <td class="number">{formatEvents(total)}</td>
                <td class="number">{total > 0 ? formatPercent(Math.min(bad / total, 1)) : "–"}</td>
                <td class="number">{left === null ? "–" : formatPercent(left)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
