/** Something new on the server: a finished cycle, or an entry of the journal by its kind. */
export interface News {
  topic: string;
  /** What an entry is about. */
  subject?: string;
}

export const cycleTopic = "cycle";

/**
 * What a listener cares about: `cycle`, a kind of event (`incident-noted`), or what kinds begin with (`incident`).
 * Left out, it is everything that people look at: not what machines do hundreds of times a second.
 */
export type Topics = readonly string[];

const busy: Topics = ["gate-decision", "act-answered", "notice", "notices", "forge", "deployment"];

const isOf = (topic: string, topics: Topics): boolean =>
  topics.some((each) => topic === each || topic.startsWith(`${each}-`));

export const concerns = ({ topic }: News, topics?: Topics): boolean =>
  topics === undefined ? !isOf(topic, busy) : isOf(topic, topics);

interface Listener {
  topics: Topics | undefined;
  tell: () => void;
}

/** Whoever shows something is told when the server has something new of it. */
const listeners = new Set<Listener>();

export function onNews(tell: () => void, topics?: Topics): () => void {
  const listener = { topics, tell };
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Without news: it is not known what was missed, or somebody else looks now; everything is to be read anew. */
export function tellNews(news?: News): void {
  for (const { topics, tell } of listeners) if (news === undefined || concerns(news, topics)) tell();
}
