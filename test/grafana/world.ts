import { onTestFinished } from "vitest";
import { type FakeGrafana, startGrafana } from "../../kit/grafana/grafana.ts";
import { until } from "../../kit/until.ts";
import type { GovernanceState } from "../../src/governance/state.ts";
import { openAnnotations } from "../../src/grafana/annotations.ts";
import { connectGrafana } from "../../src/grafana/connection.ts";
import { timestamp } from "../../src/model/units.ts";
import { createAnnotator } from "../../src/runtime/annotator.ts";
import { noon } from "../support/snapshots.ts";

/** Time in which waiting takes no time. */
export const clockFrom = (start = noon) => {
  const clock = { now: start as number, waits: [] as number[] };
  return {
    clock,
    now: () => timestamp(clock.now),
    wait: async (milliseconds: number) => {
      clock.waits.push(milliseconds);
      clock.now += milliseconds / 1_000;
      await new Promise((resolve) => setTimeout(resolve, 1));
    },
  };
};

const sole = (): number | undefined => 1;

/** nines beside a Grafana: each `start` is one more replica, or the same one after a crash. */
export async function besideGrafana(state: GovernanceState) {
  const grafana: FakeGrafana = await startGrafana();
  onTestFinished(() => grafana.close());
  const logged: string[] = [];
  const say = (message: string, facts?: object): void =>
    void logged.push(`${message} ${JSON.stringify(facts ?? {})}`);
  const start = ({ epoch = sole, token = grafana.token } = {}) => {
    const { clock, now, wait } = clockFrom();
    const connection = connectGrafana({ url: grafana.url, token: async () => token, patience: 300 });
    const annotator = createAnnotator({
      store: openAnnotations(connection, now),
      state: () => state,
      leadership: {
        epoch,
        latest: epoch,
        onChange: () => () => undefined,
        stop: async () => undefined,
      },
      publicUrl: "https://nines.example",
      now,
      wait,
      random: () => 0.5,
      log: { info: say, warn: say, error: say },
    });
    annotator.start();
    const stop = async (): Promise<void> => {
      await annotator.stop();
      await connection.close();
    };
    onTestFinished(stop);
    return { clock, status: annotator.status, stop };
  };
  return {
    grafana,
    logged,
    start,
    /** The ids of the annotations that stand, as often as they stand. */
    ids: () =>
      grafana.annotations
        .all()
        .map(({ tags }) => tags.find((tag) => tag.startsWith("nines-id:"))?.slice("nines-id:".length))
        .sort(),
    writes: () => grafana.asked.filter(({ method }) => method !== "GET").map(({ method }) => method),
  };
}

/** Waits until it is so; a failure repeats the condition. */
export const seen = (isSo: () => boolean): Promise<boolean> =>
  until(isSo, { what: String(isSo).replace("() => ", ""), every: 5, timeout: 15_000 });
