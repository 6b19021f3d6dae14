import type { GovernanceState } from "../governance/state.ts";
import { timestamp, type Timestamp } from "../model/units.ts";
import type { Annotation, AnnotationText, HeldAnnotation } from "../report/annotations/annotation.ts";
import { planAnnotations, saysSame } from "../report/annotations/plan.ts";
import { wantedAnnotations } from "../report/annotations/wanted.ts";
import type { Leadership } from "./leadership.ts";
import type { Log } from "./ports.ts";

/**
 * Grafana's own store of annotations. Every method rejects with an error whose message is fit for people; with
 * `refused: true` when it answered and will not have this one annotation, with `after` when it named the seconds to
 * wait.
 */
export interface AnnotationStore {
  /** Those that nines wrote and that reach into the time from here on. */
  list: (since: Timestamp) => Promise<readonly HeldAnnotation[]>;
  /** Those of one id, whenever they are. */
  find: (id: string) => Promise<readonly HeldAnnotation[]>;
  /** Resolves to its key. */
  create: (annotation: AnnotationText) => Promise<number>;
  update: (key: number, annotation: AnnotationText) => Promise<void>;
  remove: (key: number) => Promise<void>;
}

export interface AnnotatorStatus {
  /** Undefined until Grafana was asked: only the leader asks. */
  reachable?: boolean;
  error?: string;
  /** Annotations that stood after the last turn that went well. */
  annotations: number;
}

export interface AnnotatorPorts {
  store: AnnotationStore;
  state: () => GovernanceState;
  leadership: Leadership;
  publicUrl: string | undefined;
  now: () => Timestamp;
  /** Waits this many milliseconds, or less when it is to end. */
  wait: (milliseconds: number) => Promise<void>;
  random?: () => number;
  log: Log;
}

export interface Annotator {
  /** Makes annotations what the journal says, again and again, until stopped. Never throws. */
  start: () => void;
  stop: () => Promise<void>;
  status: () => AnnotatorStatus;
}

/** Milliseconds between two looks at the journal. */
const look = 1_000;
/** Milliseconds after a first failure, doubled with each, and at most. */
const pauses = { first: 1_000, longest: 300_000 };
/** Seconds after which Grafana is asked again what it holds: what people removed comes back, what is doubled goes. */
const askedAgain = 600;
/** Seconds that are looked back at: longer than the longest rolling window of most. What is older stays as it is. */
const lookedBack = 35 * 86_400;

/** What Grafana holds, as far as it was asked and written to by this process in this epoch. */
interface Picture {
  epoch: number;
  listedAt: Timestamp;
  /** The journal's last entry that was looked at; undefined when nothing was done yet. */
  upTo?: number;
  held: readonly HeldAnnotation[];
  /** What Grafana would not have, by id. */
  refused: Map<string, Annotation>;
}

/** Keeps Grafana's annotations in step with the journal: looks, compares, writes what differs. */
export function createAnnotator(ports: AnnotatorPorts): Annotator {
  const { store, state, leadership, publicUrl, now, wait, log } = ports;
  let status: AnnotatorStatus = { annotations: 0 };
  let picture: Picture | undefined;
  let failures = 0;
  let stopped = false;
  let work: Promise<void> = Promise.resolve();
  const since = (): Timestamp => timestamp(now() - lookedBack);

  const pictureFor = async (epoch: number): Promise<Picture> => {
    const isFresh = picture?.epoch === epoch && now() - picture.listedAt < askedAgain;
    if (picture !== undefined && isFresh) return picture;
    return { epoch, listedAt: now(), held: await store.list(since()), refused: new Map() };
  };
  const turn = async (epoch: number): Promise<void> => {
    const before = await pictureFor(epoch);
    const upTo = state().head.seq;
    if (before.upTo === upTo) return;
    const wanted = wantedAnnotations(state(), since(), publicUrl);
    // Whatever fails midway leaves no picture: the next turn asks what came of it.
    picture = undefined;
    const { held, refused } = await carryOut(before, wanted);
    picture = { ...before, upTo, held, refused };
    const [refusal] = refused.values();
    const error = refusal && {
      error: `${refused.size} annotations were refused, the first of ${refusal.id}`,
    };
    status = { reachable: true, annotations: wanted.standing.length - refused.size, ...error };
  };
  const carryOut = async (
    { held: before, refused: former, listedAt }: Picture,
    wanted: ReturnType<typeof wantedAnnotations>,
  ): Promise<Pick<Picture, "held" | "refused">> => {
    const held = new Map(before.map((each) => [each.key, each]));
    const refused = new Map<string, Annotation>();
    const plan = planAnnotations(wanted, before);
    const attempt = async (annotation: Annotation, write: () => Promise<number>): Promise<void> => {
      const last = former.get(annotation.id);
      if (last !== undefined && saysSame(last, annotation))
        return void refused.set(annotation.id, annotation);
      try {
        const key = await write();
        held.set(key, { ...annotation, key });
      } catch (error) {
        if (!isRefused(error)) throw error;
        refused.set(annotation.id, annotation);
        log.warn(`Grafana refuses the annotation of ${annotation.id}`, { error: error.message });
      }
    };
    for (const annotation of plan.create)
      await attempt(annotation, () => createOnce(annotation, listedAt - lookedBack));
    for (const annotation of plan.update)
      await attempt(annotation, async () => {
        await store.update(annotation.key, annotation);
        return annotation.key;
      });
    for (const { key } of plan.remove) {
      await store.remove(key);
      held.delete(key);
    }
    return { held: [...held.values()], refused };
  };
  /** What began before the time that was listed may stand in Grafana without an end. */
  const createOnce = async (annotation: Annotation, listedFrom: number): Promise<number> => {
    const [old] = annotation.from < listedFrom ? await store.find(annotation.id) : [];
    if (old === undefined) return store.create(annotation);
    await store.update(old.key, annotation);
    return old.key;
  };
  /** Milliseconds until the next turn. */
  const attend = async (): Promise<number> => {
    const epoch = leadership.epoch();
    if (epoch === undefined) {
      picture = undefined;
      status = { annotations: 0 };
      return look;
    }
    try {
      await turn(epoch);
      if (failures > 0) log.info("Grafana takes annotations again");
      failures = 0;
      return look;
    } catch (error) {
      return failed(error);
    }
  };
  const failed = (thrown: unknown): number => {
    const { message, after = 0 } = thrown as Error & { after?: number };
    picture = undefined;
    if (failures === 0)
      log.warn("Grafana cannot be given its annotations; it is tried again", { error: message });
    failures += 1;
    status = { reachable: false, error: message, annotations: status.annotations };
    const pause = Math.min(pauses.first * 2 ** (failures - 1), pauses.longest);
    return Math.max(pause * (0.75 + (ports.random ?? Math.random)() / 2), 1_000 * after);
  };
  return {
    start: () => {
      work = (async () => {
        while (!stopped) await wait(await attend());
      })();
    },
    stop: async () => {
      stopped = true;
      await work;
    },
    status: () => status,
  };
}

const isRefused = (error: unknown): error is Error =>
  error instanceof Error && "refused" in error && error.refused === true;
