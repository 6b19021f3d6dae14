import { selector } from "../promql/query.ts";
import { objective, threshold, windowLength } from "../shapes/quantities.ts";
import type { Shape } from "../shapes/shape.ts";
import { link, name, text, word } from "../shapes/texts.ts";
import { openSource } from "../source.ts";

export const starterKinds = ["requests", "latency", "up"] as const;

/** What a first definition needs to know, as the person wrote it. */
export interface Answers {
  service: string;
  owner: string;
  sli: string;
  metric: string;
  /** Matchers that pick the service's series; may be empty. */
  match: string;
  /** Matchers that pick bad events among them. */
  bad: string;
  threshold: string;
  objective: string;
  window: string;
  /** Empty when there is none yet. */
  runbook: string;
}
export type AnswerKey = keyof Answers;
export type Partially = Readonly<Partial<Answers>>;

export interface Question {
  key: AnswerKey;
  text: string;
  usual: (answers: Partially) => string;
  /** Undefined when nothing in the answers so far makes it worth asking. */
  isAsked: (answers: Partially) => boolean;
  /** What is wrong with an answer; undefined when nothing is. */
  problem: (answer: string) => string | undefined;
}

/** Reads one answer with the very shape that will read it from the file. */
const by =
  (shape: Shape<unknown>) =>
  (answer: string): string | undefined => {
    let said: string | undefined;
    const source = openSource({ path: "answer", text: answer });
    const place = { source, start: 0, end: answer.length };
    const report = (_code: unknown, _place: unknown, message: string, remedy: string): void => {
      said ??= `${message}; ${remedy}`;
    };
    if (answer === "") return "an answer is needed";
    shape.decode({ kind: "text", text: answer, style: "plain", place }, report);
    return said;
  };

/** Matchers without a metric: `job="checkout", code=~"5.."`. */
const matchers = (answer: string): string | undefined =>
  answer === "" ? undefined : by(selector)(`x{${answer}}`)?.replace(/^PromQL/, "inside { }, PromQL");
const always = (): boolean => true;
const isRequests = ({ sli }: Partially): boolean => sli === "requests";

const usualMetrics: Readonly<Record<string, string>> = {
  requests: "http_requests_total",
  latency: "http_request_duration_seconds",
  up: "up",
};

/** In the order in which they are asked; each may lean on the answers before it. */
export const questions: readonly Question[] = [
  { key: "service", text: "Which service?", usual: () => "checkout", isAsked: always, problem: by(name) },
  {
    key: "owner",
    text: "Which team answers for it?",
    usual: ({ service }) => `team-${service ?? "checkout"}`,
    isAsked: always,
    problem: by(text),
  },
  {
    key: "sli",
    text: "What is measured: requests (bad among all), latency (slower than a threshold), up (a 0/1 gauge)?",
    usual: () => "requests",
    isAsked: always,
    problem: by(word(starterKinds, "first SLI")),
  },
  {
    key: "metric",
    text: "Which metric?",
    usual: ({ sli }) => usualMetrics[sli ?? ""] ?? "http_requests_total",
    isAsked: always,
    problem: by(selector),
  },
  {
    key: "match",
    text: "Which labels pick the service's series?",
    usual: ({ service }) => `job="${service ?? ""}"`,
    isAsked: always,
    problem: matchers,
  },
  {
    key: "bad",
    text: "Which labels make an event bad?",
    usual: () => 'code=~"5.."',
    isAsked: isRequests,
    problem: (answer) => (answer === "" ? "without labels every event would be bad" : matchers(answer)),
  },
  {
    key: "threshold",
    text: "Slower than what is bad? (one of the histogram's buckets)",
    usual: () => "300ms",
    isAsked: ({ sli }) => sli === "latency",
    problem: by(threshold),
  },
  {
    key: "objective",
    text: "Which share is promised to be good?",
    usual: () => "99.9%",
    isAsked: always,
    problem: by(objective),
  },
  {
    key: "window",
    text: "Over which window?",
    usual: () => "30d",
    isAsked: always,
    problem: by(windowLength),
  },
  {
    key: "runbook",
    text: "Where does whoever is paged read what to do? (https://…, empty for later)",
    usual: () => "",
    isAsked: always,
    problem: (answer) => (answer === "" ? undefined : by(link)(answer)),
  },
];
