import type { ExitCode } from "../../exit.ts";
import { complete } from "../ask.ts";
import { act } from "../show.ts";
import { one } from "./decide.ts";
import {
  answersIn,
  bodyFrom,
  reasonQuestions,
  type RequestOptions,
  scopeQuestions,
  wordsFrom,
} from "./request.ts";

export async function breakGlass(options: RequestOptions): Promise<ExitCode> {
  const questions = [...scopeQuestions, ...reasonQuestions].map((question) =>
    question.key === "category" ? { ...question, usual: "incident" } : question,
  );
  const answers = await complete(questions, answersIn(options), "nines break-glass");
  const body = { ...wordsFrom(answers), ...bodyFrom(options) };
  return act(options, "POST", "/api/v1/break-glass", body, one);
}
