import { browsers, script } from "../../../kit/journeys/browsing.ts";
import { journey } from "../../../kit/journeys/definitions.ts";
import { context, counted, probe } from "../../../kit/journeys/probing.ts";
import type { StepResult } from "../../../src/journey/result.ts";
import { journeySeries } from "../../../src/model/names.ts";
import { seconds } from "../../../src/model/units.ts";
import type { ProbeContext } from "../../../src/probes/run.ts";

/** A prober with browsers that may reach 127.0.0.1; 127.0.0.2 is among its hosts and none of its networks. */
export const on = (more: Partial<ProbeContext> = {}): ProbeContext =>
  context({
    rules: { hosts: ["127.0.0.1", "127.0.0.2", "*.shop.test"], networks: ["127.0.0.1/32"] },
    browsers: browsers(),
    ...more,
  });

export type Bodies = Readonly<Record<string, string>>;
/** Scripts in one browser, each taken whatever became of those before it. */
export async function take(bodies: Bodies, more: Partial<ProbeContext> = {}, timeout = 10) {
  const steps = Object.entries(bodies).map(([name, body]) =>
    script(name, body, { always: true, timeout: seconds(timeout) }),
  );
  const { run, tally } = await probe(journey(steps), on(more), { keepExchanges: true });
  const endings = Object.keys(counted(tally, journeySeries.stepRuns)).map((ending) => ending.split(" "));
  const reasons: Record<string, string | undefined> = {};
  for (const [step = "", , reason] of endings) reasons[step] = reason;
  return {
    reasons,
    step: (name: string): StepResult => run.steps.find(({ step }) => step === name)!,
  };
}
