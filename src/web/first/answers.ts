import { type FirstAnswers, firstAnswersId } from "../../model/web/first-view.ts";
import { token } from "../api/client.ts";
import { onNews } from "../api/news.ts";

/** Milliseconds for which what came along with the page is what a view that opens would be told. */
const goodFor = 5_000;

/** The page was asked for without the token that somebody pasted: that one may be told something else. */
function readPage(): FirstAnswers | undefined {
  const text = document.getElementById(firstAnswersId)?.textContent ?? "";
  return text === "" || token.read() !== null ? undefined : (JSON.parse(text) as FirstAnswers);
}

const found = readPage();
const answers = new Map(Object.entries(found?.answers ?? {}));

const forget = (): void => answers.clear();
onNews(forget);
setTimeout(forget, goodFor);

/** What this question would be answered now, where that is known without asking. */
export const firstAnswer = (path: string | undefined): unknown =>
  path === undefined ? undefined : answers.get(path);

/** When that was so, in milliseconds. */
export const firstAnsweredAt = performance.timeOrigin;

/** Up to where the answers know what happened: the stream goes on from there. Undefined where nothing was answered. */
export const firstKnown: Pick<FirstAnswers, "seq" | "cycle"> | undefined = found;
