import type { Ink } from "../src/cli/terminal/ink.ts";
import type { DemoOptions } from "./options.ts";
import { frame } from "./screen/frame.ts";
import { openScreen, type Screen } from "./screen/painter.ts";
import { openView } from "./screen/view.ts";
import { readScene, type Scene } from "./scene.ts";
import { createCleanup } from "./stack/cleanup.ts";
import { startStack, type Stack } from "./stack/stack.ts";
import { createSteps, Interrupted } from "./stack/steps.ts";
import { isRunning } from "./stack/supervisor.ts";

const redrawEvery = 1_000;

/**
 * Starts everything, shows it until the time is over or somebody interrupts, and leaves nothing running.
 *
 * @returns the exit code
 */
export async function run(options: DemoOptions, out: NodeJS.WriteStream, ink: Ink): Promise<number> {
  const screen = openScreen(out);
  const cleanup = createCleanup();
  const enough = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => enough.abort());
  // A reader that went away (`npm run demo | head`) has seen enough, too.
  out.on("error", () => enough.abort());
  const pids = new Set<number>();
  try {
    const scene = await readScene(options.slos);
    screen.say("nines demo: a shop, thirty days of its past, and what is left of its error budgets\n");
    const step = createSteps(screen.say, enough.signal);
    const stack = await startStack({ options, scene, cleanup, pids, step, announce: screen.note });
    await watch(stack, { options, scene, screen, ink, enough: enough.signal });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    await cleanup.run();
  }
  return farewell(screen, [...pids]);
}

interface Watch {
  options: DemoOptions;
  scene: Scene;
  screen: Screen;
  ink: Ink;
  enough: AbortSignal;
}

/** @throws Error with the last words of nines when it ends by itself */
async function watch(stack: Stack, { options, scene, screen, ink, enough }: Watch): Promise<void> {
  const view = openView(stack, scene, options, ink);
  const ending = AbortSignal.any([
    enough,
    ...(options.lasting === undefined ? [] : [AbortSignal.timeout(options.lasting * 1_000)]),
  ]);
  let died: string | undefined;
  void stack.server.gone.then((how) => (died = `nines serve ended (${how}):\n${stack.server.log()}`));
  let last: readonly string[] = [];
  for (;;) {
    const next = frame(ink, await view());
    // A terminal's Ctrl-C reaches the servers as well: a picture of their end is not worth showing.
    if (enough.aborted) break;
    if (died !== undefined) throw new Error(died);
    last = next;
    if (ending.aborted) break;
    screen.show(last);
    await pause(redrawEvery, ending);
  }
  screen.close(last);
}

/** Waits, or less when the signal comes. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
  });

function farewell(screen: Screen, pids: readonly number[]): number {
  const left = pids.filter(isRunning);
  const stopped = `stopped: nothing is left running (checked: ${pids.join(", ")})`;
  screen.say(left.length === 0 ? stopped : `still running: ${left.join(", ")}`);
  return left.length === 0 ? 0 : 2;
}
