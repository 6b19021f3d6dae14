import childProcess, { ChildProcess } from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import inspector from "node:inspector";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import sqlite from "node:sqlite";
import v8 from "node:v8";
import { confined } from "../../journey/browser.ts";

function refuse(): never {
  const error = new Error("a script reaches the world through its page alone");
  error.name = confined;
  throw error;
}

/** Replaces functions of a module or a class, so that nothing gets at the former ones. */
function takeAway(owner: object, names: readonly string[]): void {
  for (const name of names)
    Object.defineProperty(owner, name, { value: refuse, writable: false, configurable: false });
}

const functionsOf = (owner: object): string[] =>
  Object.entries(owner).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));

/**
 * Takes this process's ways out of it, once the browser runs: connections, look-ups, programs, signals. Node's
 * permission model, under which it was started, has taken files, threads and native code already.
 */
export function confine(): void {
  takeAway(ChildProcess.prototype, ["spawn", "kill"]);
  takeAway(childProcess, functionsOf(childProcess));
  takeAway(net.Socket.prototype, ["connect"]);
  takeAway(net.Server.prototype, ["listen"]);
  takeAway(dgram.Socket.prototype, ["bind", "connect", "send"]);
  takeAway(dns, functionsOf(dns));
  takeAway(dns.promises, functionsOf(dns.promises));
  for (const module of [sqlite, inspector]) takeAway(module, functionsOf(module));
  takeAway(v8, ["writeHeapSnapshot", "setHeapSnapshotNearHeapLimit"]);
  takeAway(process, ["kill", "execve", "setuid", "setgid", "seteuid", "setegid", "setgroups", "initgroups"]);
  syncBuiltinESMExports();
}
