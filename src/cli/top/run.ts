import { CliError, exit, type ExitCode } from "../exit.ts";
import type { RemoteOptions } from "../remote/options.ts";
import { lookFor } from "../terminal/look.ts";
import { frame } from "./frame.ts";
import { openScreen, type Screen } from "./screen.ts";
import { type Fixed, openSession, type Session } from "./session.ts";
import { press } from "./press.ts";
import { begin, resized, type Sorting, type Top } from "./state.ts";
import { listen } from "./stream.ts";

export interface TopOptions extends RemoteOptions, Fixed {
  sort: Sorting;
}

/** Ages grow by the second. */
const tick = 1_000;
/** At least so often the server is asked, whether or not it tells of its cycles. */
const pace = { polling: 5_000, live: 60_000 } as const;

/** Milliseconds of a clock that never steps. */
const clock = (): number => performance.now();

/** `nines top`: shows, asks and listens until a key or a signal ends it. */
export async function top(text: string | undefined, options: TopOptions): Promise<ExitCode> {
  assertTerminal(options);
  const over = Promise.withResolvers<undefined>();
  const look = lookFor(process.stdout);
  const draw = (state: Top): void =>
    screen.show(frame(state, look, { now: clock(), server: options.server }));
  const session = openSession(firstOf(text, options), options, {
    clock,
    changed: (state) => {
      draw(state);
      if (state.isOver) over.resolve(undefined);
    },
  });
  const screen: Screen = openScreen(process.stdin, process.stdout, {
    key: (key) => session.become((state) => press(state, key)),
    resized: () => session.become((state) => resized(state, screen.size())),
    ended: () => over.resolve(undefined),
  });
  try {
    session.become((state) => resized(state, screen.size()));
    await watching(session, draw, options, over.promise);
  } finally {
    screen.close();
  }
  return exit.good;
}

const firstOf = (text: string | undefined, { sort }: TopOptions): Top =>
  begin({ rows: 24, columns: 80 }, { sorting: sort, ...(text !== undefined && { filter: text }) });

/** Keeps what is shown new: by the server's stream, by the clock where there is none. */
async function watching(
  { askAll, become, state }: Session,
  draw: (top: Top) => void,
  options: TopOptions,
  end: Promise<undefined>,
): Promise<void> {
  const stop = new AbortController();
  let lastAsked = clock();
  const ask = (): void => {
    lastAsked = clock();
    askAll();
  };
  const ticking = setInterval(() => {
    if (clock() - lastAsked >= (state().live ? pace.live : pace.polling)) ask();
    draw(state());
  }, tick);
  ask();
  void listen(options, { news: ask, live: (live) => become((top) => ({ ...top, live })) }, stop.signal);
  await end;
  clearInterval(ticking);
  stop.abort();
}

function assertTerminal({ json }: TopOptions): void {
  if (json !== true && process.stdin.isTTY && process.stdout.isTTY && process.env.TERM !== "dumb") return;
  throw new CliError(
    `nines top needs a terminal to draw on; in a pipe, a script or a log: nines status${json === true ? " --json" : ""}`,
    exit.couldNotWork,
  );
}
