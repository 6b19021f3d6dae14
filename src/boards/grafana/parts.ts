import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type { Link, Step, Word } from "../model.ts";
import { variable } from "../parts/select.ts";

/** The data source that is chosen at the top, wherever one is named. */
export const chosenSource: common.DataSourceRef = { type: "prometheus", uid: `\${${variable.source}}` };

/** The SDK puts links and marks into a menu unless told otherwise, and has no word for the bar where people see them. */
export function inSight<Built extends { placement?: unknown }>(built: Built): Builder<Built> {
  const { placement: _, ...shown } = built;
  return { build: () => shown as Built };
}

export const thresholdsOf = (steps: readonly Step[]): dashboard.ThresholdsConfig => ({
  mode: dashboard.ThresholdsMode.Absolute,
  steps: steps.map(({ from, colour }) => ({ value: from ?? null, color: colour })),
});

export const mappingsOf = (words: readonly Word[]): dashboard.ValueMapping[] =>
  words.length === 0
    ? []
    : [
        {
          type: dashboard.MappingType.ValueToText,
          options: Object.fromEntries(
            words.map(({ value, text, colour }, index) => [String(value), { text, color: colour, index }]),
          ),
        },
      ];

/** A link of a panel or of a value; one to another place opens beside the board. */
export const linkOf = ({ title, url }: Link): Builder<dashboard.DashboardLink> =>
  inSight(new dashboard.DashboardLinkBuilder(title).url(url).targetBlank(!url.startsWith("/d/")).build());
