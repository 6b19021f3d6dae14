import type { z } from "zod";
import type { Act, Occasion } from "../../../governance/act.ts";
import type { Identity, Role } from "../../../governance/people/identity.ts";
import type { GovernanceState } from "../../../governance/state.ts";
import { only } from "../../access.ts";
import type { ProblemCode } from "../../problem.ts";
import { writing, type Asked, type Reply, type Route } from "../../route.ts";
import { record } from "./act.ts";

/** What is common to everything that is asked for and decided: exceptions, corrections, windows, loosenings. */
export interface Collection {
  /** As in the path: `corrections`. */
  plural: string;
  /** As in a sentence: `correction`. */
  singular: string;
  /** `Governance` when left out. */
  tag?: Route["tag"];
  detail: z.ZodType;
  show: (asked: Asked, id: string) => Promise<Reply>;
}

/** Zod never writes a field that was not given. */
export type Given<T> = T extends string | number | boolean | readonly unknown[]
  ? T
  : { [K in keyof T]: Given<Exclude<T[K], undefined>> };

export interface Verb<Body extends z.ZodType> {
  /** As in the path: `approve`. */
  verb: string;
  summary: string;
  description: string;
  body: Body;
  roles: readonly Role[];
  problems?: readonly ProblemCode[];
  command: (
    input: Given<z.output<Body>> & { id: string },
    given: { state: GovernanceState; occasion: Occasion; identity: Identity; asked: Asked },
  ) => Act<{ id: string }>;
}

const common = [
  "not-found",
  "forbidden",
  "invalid",
  "conflict",
  "no-snapshot",
  "journal-unavailable",
] as const;

/** `POST /api/v1/<collection>/{id}/<verb>` */
export function verbRoute<Body extends z.ZodType>(
  { plural, singular, tag = "Governance", detail, show }: Collection,
  { verb, summary, description, body, roles, problems = [], command }: Verb<Body>,
): Route {
  return writing({
    tag,
    method: "post",
    path: `/api/v1/${plural}/{id}/${verb}`,
    id: `${camel(verb)}${singular.charAt(0).toUpperCase()}${singular.slice(1)}`,
    summary,
    description,
    params: { id: `The ${singular}'s id` },
    body,
    access: only(...roles),
    answers: { 200: { description: `The ${singular} as it is now`, schema: detail } },
    problems: [...common, ...problems],
    handle: async (asked) => {
      const id = asked.params.id ?? "";
      const input = { ...(asked.body as object), id } as Given<z.output<Body>> & { id: string };
      await record(asked, (state, occasion, identity) =>
        command(input, { state, occasion, identity, asked }),
      );
      return show(asked, id);
    },
  });
}

const camel = (name: string): string =>
  name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
