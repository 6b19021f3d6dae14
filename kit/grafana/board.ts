import { z } from "zod";

/** Of a board's JSON, what a Grafana needs to ask its questions. */
const question = z.object({
  refId: z.string(),
  expr: z.string(),
  legendFormat: z.string(),
  instant: z.boolean().optional(),
  range: z.boolean().optional(),
});
const words = z.object({ options: z.record(z.string(), z.object({ text: z.string(), color: z.string() })) });
const fieldConfig = z.object({
  defaults: z.object({
    unit: z.string(),
    decimals: z.int().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    noValue: z.string().optional(),
    mappings: z.array(words).optional(),
    thresholds: z.object({ steps: z.array(z.object({ value: z.number().nullable(), color: z.string() })) }),
  }),
  overrides: z.array(
    z.object({
      matcher: z.object({ id: z.string(), options: z.string() }),
      properties: z.array(z.object({ id: z.string(), value: z.unknown() })),
    }),
  ),
});
const panel = z.object({
  fieldConfig,
  transformations: z.array(z.object({ id: z.string(), options: z.unknown() })).optional(),
  id: z.int(),
  type: z.string(),
  title: z.string(),
  interval: z.string().optional(),
  gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
  targets: z.array(question),
});
const variable = z.object({
  type: z.enum(["datasource", "constant", "query"]),
  name: z.string(),
  query: z.string(),
  multi: z.boolean().default(false),
  includeAll: z.boolean().default(false),
  allValue: z.string().optional(),
  regex: z.string().optional(),
});
const mark = z.object({ name: z.string(), target: z.object({ expr: z.string().optional() }) });

const board = z.object({
  uid: z.string(),
  title: z.string(),
  time: z.object({ from: z.string(), to: z.string() }),
  panels: z.array(panel),
  templating: z.object({ list: z.array(variable) }),
  annotations: z.object({ list: z.array(mark) }),
});

export type ReadBoard = z.infer<typeof board>;
export type ReadPanel = z.infer<typeof panel>;
export type ReadVariable = z.infer<typeof variable>;

export const readBoard = (json: unknown): ReadBoard => board.parse(json);
