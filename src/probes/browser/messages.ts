import { z } from "zod";

/** What nines says to the process that runs scripts: one line of JSON each. */
export type Order =
  | {
      kind: "start";
      chromium: string;
      /** Chromium's own sandbox, which root cannot have. */
      sandbox: boolean;
      proxy: string;
      /** The run's own, for whatever Chromium writes. */
      folder: string;
      headers: Readonly<Record<string, string>>;
    }
  | {
      kind: "step";
      script: string;
      vars: Readonly<Record<string, string | number | boolean>>;
      /** Texts that no picture should show. */
      sensitive: readonly string[];
      returns: readonly string[];
      /** Milliseconds. */
      timeout: number;
    }
  | { kind: "end" };

const request = z.object({
  method: z.string(),
  url: z.string(),
  status: z.number().optional(),
});

const stepReport = z.object({
  kind: z.literal("done"),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
  returned: z.record(z.string(), z.unknown()),
  lost: z.object({ url: z.string(), isRedirect: z.boolean() }).optional(),
  document: z.object({ url: z.string(), status: z.number() }).optional(),
  /** Milliseconds of the document's request. */
  timing: z.object({ tls: z.number(), first_byte: z.number(), transfer: z.number() }),
  requests: z.array(request),
  console: z.array(z.string()),
  /** PNG, base64. */
  screenshot: z.string().optional(),
});

/** What it answers. The script runs beside whoever writes this, so that nothing of it is taken on trust. */
export const reply = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("unable"), message: z.string() }),
  stepReport,
]);

export type Reply = z.output<typeof reply>;
export type StepReport = z.output<typeof stepReport>;
