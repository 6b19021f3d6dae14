import { parse } from "node:querystring";
import type { Request, Response } from "express";
import type { Authentication } from "../../governance/people/authentication.ts";
import { type FirstAnswers, firstAnswersId, firstQuestions } from "../../model/web/first-view.ts";
import { admit, reading } from "../access.ts";
import { currentOf, whoAsks } from "../asker.ts";
import type { AppDeps } from "../deps.ts";
import type { Limit } from "../limits.ts";
import { methodOf, type Route } from "../route.ts";

/** Undefined where whoever opens the page is to ask for themselves, and to be told what stands in the way. */
export type AnswerFirst = (request: Request, response: Response) => Promise<FirstAnswers | undefined>;

/**
 * Answers what a view is about to ask: by the same routes, to those alone who may ask them, and as one request of
 * the many that they may make.
 */
export function answeringFirst(routes: readonly Route[], deps: AppDeps, limit?: Limit): AnswerFirst {
  const readable = new Map(
    routes.filter((route) => methodOf(route) === "get").map((route) => [route.path, route] as const),
  );
  const readsAreOpen = deps.people?.readsAreOpen ?? true;
  const answerTo = async (question: string, request: Request, asker: Authentication): Promise<unknown> => {
    const [path = "", query = ""] = question.split("?", 2);
    const route = readable.get(path);
    if (route === undefined) return undefined;
    const reply = await route.handle({
      params: {},
      query: parse(query),
      header: (name) => request.get(name),
      json: undefined,
      body: undefined,
      identity: admit(route.access, asker, readsAreOpen),
      deps,
      now: deps.now(),
      snapshot: () => currentOf(deps),
      url: question,
      cookies: request.headers.cookie,
    });
    return "json" in reply ? reply.json : undefined;
  };
  const answerAll = async (request: Request, response: Response): Promise<FirstAnswers> => {
    const asker = await whoAsks(request, deps);
    await limit?.("reads", request, response, asker);
    const identity = admit(reading, asker, readsAreOpen);
    if (identity !== undefined) deps.seen?.note(identity, deps.now());
    // Read before the answers are: what happens meanwhile is told again rather than missed.
    const known = { seq: deps.desk.state().head.seq, cycle: currentOf(deps).cycle };
    const questions = firstQuestions(request.path, addressOf(request));
    const answers = questions.map(
      async (question) => [question, await answerTo(question, request, asker).catch(unanswered)] as const,
    );
    return { ...known, answers: Object.fromEntries(await Promise.all(answers)) };
  };
  return (request, response) => answerAll(request, response).catch(unanswered);
}

const unanswered = (): undefined => undefined;

const addressOf = ({ originalUrl }: Request): URLSearchParams =>
  new URLSearchParams(originalUrl.split("?", 2)[1] ?? "");

/** Text that no parser of HTML takes for anything else: a name may hold `</script>`. */
const asData = (answers: FirstAnswers): string => JSON.stringify(answers).replaceAll("<", String.raw`\u003c`);

/** What it would ask first, in the page itself: data, which no content security policy takes for a script. */
export const dataOf = (answers: FirstAnswers): string =>
  `<script type="application/json" id="${firstAnswersId}">${asData(answers)}</script>`;
