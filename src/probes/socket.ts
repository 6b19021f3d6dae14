import type { Socket } from "node:net";

/** Waits for a socket to be connected; one that fails or comes too late is destroyed. */
export function settleOn(
  socket: Socket,
  event: "connect" | "secureConnect",
  signal: AbortSignal,
  resolve: () => void,
  reject: (error: Error) => void,
): void {
  const settle = (act: () => void) => {
    socket.removeListener("error", fail);
    socket.removeListener("close", closed);
    socket.removeListener(event, done);
    signal.removeEventListener("abort", abort);
    act();
  };
  const done = () => settle(resolve);
  const fail = (error: Error) => {
    settle(() => reject(error));
    socket.destroy();
  };
  const closed = () => fail(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
  const abort = () => fail(signal.reason as Error);
  socket.once("error", fail);
  socket.once("close", closed);
  socket.once(event, done);
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
}
