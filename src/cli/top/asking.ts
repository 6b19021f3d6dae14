import type { z } from "zod";
import { explanationSchema, type ExplanationBody } from "../../http/schemas/explanation.ts";
import { sloListSchema, type SloListBody } from "../../http/schemas/slo.ts";
import { ask, type Outcome } from "../remote/client.ts";
import type { RemoteOptions } from "../remote/options.ts";
import { type Listed, pageSize, type Wanted } from "./state.ts";

/** Whatever fails is an answer, too: it is said in place, and asked again. */
export type Answer<Body> = { body: Body } | { trouble: string };

const answerOf = <Body>(outcome: Outcome<Body>): Answer<Body> =>
  outcome.kind === "answer" ? { body: outcome.body } : { trouble: outcome.message };

/** A token that cannot be read any more is trouble like any other. */
async function asked<Body>(
  options: RemoteOptions,
  path: string,
  schema: z.ZodType<Body>,
  parameters: Readonly<Record<string, string | undefined>> = {},
): Promise<Answer<Body>> {
  try {
    return answerOf(await ask(options, path, schema, parameters));
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}

export const askExplanation = (options: RemoteOptions, id: string): Promise<Answer<ExplanationBody>> =>
  asked(options, `/api/v1/slos/${encodeURIComponent(id)}/explain`, explanationSchema);

/** Every page in sight, at once; all of them or none. */
export async function askList(
  options: RemoteOptions,
  { sort, q, pages }: Wanted,
  fixed: Readonly<Record<string, string | undefined>>,
): Promise<Answer<Omit<Listed, "at">>> {
  const answers = await Promise.all(
    pages.map((page) =>
      asked(options, "/api/v1/slos", sloListSchema, {
        ...fixed,
        sort,
        q,
        page: String(page),
        limit: String(pageSize),
      }),
    ),
  );
  const trouble = answers.find((answer) => "trouble" in answer);
  if (trouble !== undefined && "trouble" in trouble) return trouble;
  return { body: joined(answers.flatMap((answer) => ("body" in answer ? [answer.body] : []))) };
}

function joined(bodies: readonly SloListBody[]): Omit<Listed, "at"> {
  const [first] = bodies;
  if (first === undefined) throw new Error("no page was asked for");
  const { total, states, snapshot, page } = first;
  return {
    items: bodies.flatMap(({ items }) => items),
    total,
    states,
    snapshot,
    offset: (page - 1) * pageSize,
  };
}
