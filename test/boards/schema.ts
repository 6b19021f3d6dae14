import * as common from "@grafana/grafana-foundation-sdk/common";
import {
  DashboardCursorSync,
  DashboardLinkType,
  MappingType,
  ThresholdsMode,
  VariableHide,
  VariableRefresh,
  VariableSort,
  VariableType,
  type Dashboard,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { z } from "zod";

/**
 * What our boards use of Grafana's form, as the SDK's types have it: nothing else may stand there, and every word of a
 * closed list is one of the SDK's.
 */
const source = z.strictObject({ type: z.enum(["prometheus", "grafana"]), uid: z.string() });
const link = z.strictObject({
  title: z.string().min(1),
  type: z.enum(DashboardLinkType),
  icon: z.string(),
  tooltip: z.string(),
  url: z.string().optional(),
  tags: z.array(z.string()),
  asDropdown: z.boolean(),
  targetBlank: z.boolean(),
  includeVars: z.boolean(),
  keepTime: z.boolean(),
});
const panelLink = link.extend({ url: z.string().min(1) });

const colour = z.string().regex(/^#[0-9a-f]{6}$/);
const thresholds = z.strictObject({
  mode: z.enum(ThresholdsMode),
  steps: z
    .array(z.strictObject({ value: z.number().nullable(), color: colour }))
    .min(1)
    .refine(([first, ...rest]) => first?.value === null && rest.every(({ value }) => value !== null))
    .refine((steps) => steps.every(({ value }, index) => index < 2 || value! > steps[index - 1]!.value!)),
});
const mapping = z.strictObject({
  type: z.literal(MappingType.ValueToText),
  options: z.record(z.string(), z.strictObject({ text: z.string(), color: colour, index: z.int() })),
});

const query = z.strictObject({
  refId: z.string().regex(/^[A-Z]$|^Anno$/),
  datasource: source.optional(),
  expr: z.string().min(1),
  legendFormat: z.string().min(1).optional(),
  range: z.boolean().optional(),
  instant: z.boolean().optional(),
  format: z.enum(PromQueryFormat).optional(),
  interval: z.string().optional(),
});

const custom = z.strictObject({
  drawStyle: z.enum(common.GraphDrawStyle).optional(),
  lineWidth: z.number().optional(),
  fillOpacity: z.number().optional(),
  showPoints: z.enum(common.VisibilityMode).optional(),
  spanNulls: z.boolean().optional(),
  stacking: z.strictObject({ mode: z.enum(common.StackingMode), group: z.string() }).optional(),
  align: z.enum(common.FieldTextAlignment).optional(),
  inspect: z.boolean().optional(),
});
const fieldConfig = z.strictObject({
  defaults: z.strictObject({
    unit: z.string().min(1),
    decimals: z.int().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    noValue: z.string().optional(),
    color: z.strictObject({ mode: z.enum(["thresholds", "palette-classic"]) }).optional(),
    thresholds,
    mappings: z.array(mapping).optional(),
    custom: custom.optional(),
  }),
  overrides: z.array(
    z.strictObject({
      matcher: z.strictObject({ id: z.enum(["byName", "byFrameRefID"]), options: z.string() }),
      properties: z.array(z.strictObject({ id: z.string(), value: z.unknown() })),
    }),
  ),
});

const legend = z.strictObject({
  displayMode: z.enum(common.LegendDisplayMode),
  placement: z.enum(common.LegendPlacement),
  showLegend: z.boolean(),
  calcs: z.array(z.string()),
});
const reduceOptions = z.strictObject({
  calcs: z.tuple([z.literal("lastNotNull")]),
  values: z.boolean(),
  fields: z.string(),
});
const base = z.strictObject({
  id: z.int().min(1),
  title: z.string().min(1),
  description: z.string().min(1),
  transparent: z.boolean(),
  repeatDirection: z.enum(["h", "v"]),
  datasource: source,
  gridPos: z.strictObject({
    x: z.int().min(0),
    y: z.int().min(0),
    w: z.int().min(1).max(24),
    h: z.int().min(2),
  }),
  targets: z.array(query).min(1),
  links: z.array(panelLink),
  fieldConfig,
});

const panel = z.discriminatedUnion("type", [
  base.extend({
    type: z.literal("timeseries"),
    interval: z.string().optional(),
    options: z.strictObject({
      legend,
      tooltip: z.strictObject({ mode: z.enum(common.TooltipDisplayMode), sort: z.enum(common.SortOrder) }),
    }),
  }),
  base.extend({
    type: z.literal("stat"),
    options: z.strictObject({
      graphMode: z.enum(common.BigValueGraphMode),
      colorMode: z.enum(common.BigValueColorMode),
      justifyMode: z.enum(common.BigValueJustifyMode),
      textMode: z.enum(common.BigValueTextMode),
      wideLayout: z.boolean(),
      showPercentChange: z.boolean(),
      percentChangeColorMode: z.enum(common.PercentChangeColorMode),
      orientation: z.enum(common.VizOrientation),
      reduceOptions,
    }),
  }),
  base.extend({
    type: z.literal("bargauge"),
    options: z.strictObject({
      displayMode: z.enum(common.BarGaugeDisplayMode),
      valueMode: z.enum(common.BarGaugeValueMode),
      namePlacement: z.enum(common.BarGaugeNamePlacement),
      showUnfilled: z.boolean(),
      sizing: z.enum(common.BarGaugeSizing),
      minVizWidth: z.int(),
      minVizHeight: z.int(),
      maxVizHeight: z.int(),
      legend,
      orientation: z.enum(common.VizOrientation),
      reduceOptions,
    }),
  }),
  base.extend({
    type: z.literal("table"),
    options: z.strictObject({
      frameIndex: z.int(),
      showHeader: z.boolean(),
      showTypeIcons: z.boolean(),
      footer: z.unknown(),
      cellHeight: z.enum(common.TableCellHeight),
      sortBy: z.array(z.strictObject({ displayName: z.string(), desc: z.boolean() })).optional(),
    }),
    transformations: z.array(
      z.strictObject({
        id: z.enum(["merge", "filterFieldsByName", "organize"]),
        options: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
]);

const variable = z.strictObject({
  type: z.enum(VariableType),
  name: z.string().regex(/^\w+$/),
  label: z.string().min(1),
  hide: z.enum(VariableHide).optional(),
  skipUrlSync: z.boolean(),
  query: z.string(),
  definition: z.string().optional(),
  datasource: source.optional(),
  current: z
    .strictObject({
      selected: z.boolean().optional(),
      text: z.union([z.string(), z.array(z.string())]),
      value: z.union([z.string(), z.array(z.string())]),
    })
    .optional(),
  multi: z.boolean(),
  allowCustomValue: z.boolean(),
  refresh: z.enum(VariableRefresh).optional(),
  sort: z.enum(VariableSort).optional(),
  includeAll: z.boolean(),
  allValue: z.string().optional(),
  regex: z.string().optional(),
  auto: z.boolean(),
  auto_min: z.string(),
  auto_count: z.int(),
});

const mark = z.strictObject({
  name: z.string().min(1),
  datasource: source,
  enable: z.boolean(),
  hide: z.boolean(),
  builtIn: z.literal(0),
  iconColor: colour,
  target: z.union([
    query,
    z.strictObject({
      limit: z.int().min(1),
      matchAny: z.literal(false),
      tags: z.array(z.string()).min(1),
      type: z.literal("tags"),
    }),
  ]),
  titleFormat: z.string().optional(),
  textFormat: z.string().optional(),
  tagKeys: z.string().optional(),
});

export const boardSchema = z.strictObject({
  id: z.null(),
  uid: z.string().regex(/^[a-z0-9-]{1,40}$/),
  title: z.string().min(1),
  description: z.string().min(1),
  tags: z.array(z.string()).min(1),
  timezone: z.literal("browser"),
  editable: z.boolean(),
  graphTooltip: z.literal(DashboardCursorSync.Crosshair),
  time: z.strictObject({ from: z.string(), to: z.literal("now") }),
  timepicker: z.strictObject({ refresh_intervals: z.array(z.string()), hidden: z.boolean().optional() }),
  fiscalYearStartMonth: z.int(),
  refresh: z.string(),
  schemaVersion: z.int().min(36),
  panels: z.array(panel).min(1),
  templating: z.strictObject({ list: z.array(variable).min(1) }),
  annotations: z.strictObject({ list: z.array(mark) }),
  links: z.array(link).min(1),
});

/** The compiler holds the schema to the SDK: a key that the SDK's board does not have is an error here. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- the form that is written: src/boards/grafana/dashboard.ts
type Unknown = Exclude<keyof z.infer<typeof boardSchema>, keyof Dashboard>;
export const hasKnownKeysAlone: [Unknown] extends [never] ? true : false = true;
