import type { Course, Stretch } from "../model/course.ts";
import type { Slo } from "../model/slo.ts";
import { planCourses, readCourses } from "../query/courses.ts";
import type { Ask, NoData } from "../query/port.ts";
import type { RuntimePorts, Source } from "./ports.ts";
import { sourceOf } from "./sources.ts";

export interface Courses {
  courses: ReadonlyMap<string, Course>;
  /** Sources that did not answer: of their SLOs nothing is known. */
  silent: readonly NoData[];
}

/** Reads how the ledgers of these SLOs went lately, each from the source that holds it. */
export type ReadCourses = (slos: readonly Slo[], stretch: Stretch) => Promise<Courses>;

export const coursesReader =
  ({ sources }: Pick<RuntimePorts, "sources">): ReadCourses =>
  async (slos, stretch) => {
    const bySource = Map.groupBy(slos, (slo) => sourceOf(slo, sources));
    const known = [...bySource].filter((each): each is [Source, Slo[]] => each[0] !== undefined);
    const read = await Promise.all(known.map(([{ ask }, own]) => askCourses(ask, own, stretch)));
    const answers = read.flat();
    return {
      courses: new Map(answers.flatMap((each) => (isSilence(each) ? [] : [...each]))),
      silent: answers.filter(isSilence),
    };
  };

type Answered = ReadonlyMap<string, Course>;

const isSilence = (read: Answered | NoData): read is NoData => "cause" in read;

async function askCourses(ask: Ask, slos: readonly Slo[], stretch: Stretch): Promise<(Answered | NoData)[]> {
  const questions = planCourses(slos, stretch);
  const replies = await ask(questions.flat());
  return questions.map((_, index) => readCourses(replies.slice(2 * index, 2 * index + 2)));
}
