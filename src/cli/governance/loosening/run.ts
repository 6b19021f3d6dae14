import { z } from "zod";
import { looseningDetailSchema, looseningSchema } from "../../../http/schemas/governance/loosening.ts";
import type { ExitCode } from "../../exit.ts";
import { given } from "../arguments.ts";
import { act, look } from "../show.ts";
import type { ListOptions } from "../loosening.ts";
import type { RemoteOptions } from "../../remote/options.ts";
import { looseningLines, looseningTable } from "../../views/governance/loosening.ts";

const one = { schema: looseningDetailSchema, lines: looseningLines };
const many = z.object({ items: z.array(looseningSchema), total: z.int() });
const pathOf = (id: string, verb = ""): string => `/api/v1/loosenings/${encodeURIComponent(id)}${verb}`;

export const list = (options: ListOptions): Promise<ExitCode> =>
  look(
    options,
    "/api/v1/loosenings",
    { schema: many, lines: ({ items, total }, ink) => looseningTable(items, total, ink) },
    {
      service: options.service,
      held: options.held && "true",
      waitingForMe: options.waitingForMe && "true",
    },
  );

export const show = (id: string, options: RemoteOptions): Promise<ExitCode> => look(options, pathOf(id), one);

export const approve = (id: string, options: RemoteOptions & { group?: string }): Promise<ExitCode> =>
  act(options, "POST", pathOf(id, "/approve"), given({ group: options.group }), one);
