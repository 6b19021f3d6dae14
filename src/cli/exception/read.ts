import { exceptionDetailSchema, exceptionSchema } from "../../http/schemas/governance/exception.ts";
import { z } from "zod";
import type { ExitCode } from "../exit.ts";
import { look, type Shown } from "../governance/show.ts";
import type { RemoteOptions } from "../remote/options.ts";
import { exceptionLines, exceptionTable } from "../views/governance/exception.ts";

export const oneException = { schema: exceptionDetailSchema, lines: exceptionLines } satisfies Shown<
  z.output<typeof exceptionDetailSchema>
>;

export const pathOf = (id: string, verb = ""): string =>
  `/api/v1/exceptions/${encodeURIComponent(id)}${verb === "" ? "" : `/${verb}`}`;

export const show = (id: string, options: RemoteOptions): Promise<ExitCode> =>
  look(options, pathOf(id), oneException);

export interface ListOptions {
  service?: string;
  state?: string;
  mine?: true;
  waitingForMe?: true;
}

const listSchema = z.object({ items: z.array(exceptionSchema), total: z.int() });

export const list = (options: RemoteOptions & ListOptions): Promise<ExitCode> =>
  look(
    options,
    "/api/v1/exceptions",
    { schema: listSchema, lines: ({ items, total }, ink) => exceptionTable(items, total, ink) },
    {
      service: options.service,
      state: options.state,
      mine: options.mine && "true",
      waitingForMe: options.waitingForMe && "true",
    },
  );
