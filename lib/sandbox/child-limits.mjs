// What both kinds of child share: the clock of an item, and the doors that are shut before a guest comes in.
import dgram from "node:dgram";
import dns from "node:dns";
import net from "node:net";

const MAX_STRIKES = 3;
const SIGN_OF_LIFE_MS = 250;
export const timeOut = (ms) => `timed out after ${ms} ms`;

/**
 * Time that a busy machine does not use up: a limit is over when both the clock and this process's own computing have
 * passed it, or the clock alone has gone far beyond (sleeping is no way out).
 */
export function createClock() {
  const now = performance.now.bind(performance);
  const cpuUsage = process.cpuUsage.bind(process);
  let limit = Infinity;
  let startedAt = 0;
  let usedAt = null;
  const clock = {
    /** Whether the limit was found to be over since the last start. */
    fired: false,
    start(ms) {
      limit = ms;
      clock.fired = false;
      startedAt = now();
      usedAt = cpuUsage();
    },
    stop() {
      limit = Infinity;
    },
    isOver() {
      const passed = now() - startedAt;
      if (passed <= limit) return false;
      const used = cpuUsage(usedAt);
      if (passed <= 2 * limit + 1_000 && (used.user + used.system) / 1_000 <= limit) return false;
      clock.fired = true;
      return true;
    },
  };
  return clock;
}

/** Where a chunk stands: it tells the host so now and then, and knows when to give up. */
export function createProgress(send, { token, jobMs }) {
  const now = performance.now.bind(performance);
  const startedAt = now();
  let told = -Infinity;
  let strikes = 0;
  return {
    sign() {
      if (now() - told < SIGN_OF_LIFE_MS) return;
      told = now();
      send({ type: "at", token });
    },
    /** Counts an item that took too long, or more memory than there is. */
    strike() {
      strikes += 1;
    },
    /** Why the rest need not be tried; empty when it should. `last` is what came of the item before. */
    reasonToStop(last) {
      if (strikes >= MAX_STRIKES) {
        return `not run: on ${MAX_STRIKES} outputs before, it took too long or too much memory${last && ` (${last})`}`;
      }
      if (now() - startedAt > jobMs)
        return "not run: the assertion had used up its time on the outputs before";
      return "";
    },
  };
}

/** The permission model of Node before version 25 knows no network: nothing in this process connects to anything. */
export function shutNetwork() {
  const denied = () => {
    throw new Error("no network here");
  };
  net.Socket.prototype.connect = denied;
  net.Server.prototype.listen = denied;
  for (const name of ["bind", "send", "connect"]) dgram.Socket.prototype[name] = denied;
  for (const name of ["lookup", "resolve", "resolve4", "resolve6", "reverse"]) dns[name] = denied;
}

/** The shell that sets the limit of computing time leaves variables of its own. */
export function clearEnvironment() {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
}

/**
 * A guest that climbed into this realm must not teach its built-ins to hand it what they meet (a getter on
 * `Object.prototype` sees the process when the next message is sent), nor find a way back to Node's modules.
 */
export function freezeRealm() {
  for (const name of [
    "getBuiltinModule",
    "binding",
    "_linkedBinding",
    "dlopen",
    "kill",
    "mainModule",
    "moduleLoadList",
  ]) {
    Object.defineProperty(process, name, { value: undefined, configurable: false, writable: false });
  }
  const typed = Object.getPrototypeOf(Uint8Array);
  const iterators = [
    [][Symbol.iterator](),
    new Map().keys(),
    new Set().keys(),
    ""[Symbol.iterator](),
    (function* () {})(),
  ];
  const roots = [
    ...[
      Object,
      Function,
      Array,
      String,
      Number,
      Boolean,
      Symbol,
      BigInt,
      Map,
      Set,
      WeakMap,
      WeakSet,
      WeakRef,
      Promise,
    ],
    ...[
      Error,
      TypeError,
      RangeError,
      RegExp,
      Date,
      ArrayBuffer,
      DataView,
      Uint8Array,
      Int32Array,
      typed,
      Proxy,
    ],
  ];
  for (const root of roots) {
    Object.freeze(root);
    if (root.prototype) Object.freeze(root.prototype);
  }
  for (const iterator of iterators) Object.freeze(Object.getPrototypeOf(iterator));
  for (const space of [Reflect, JSON, Math, Atomics, WebAssembly]) Object.freeze(space);
}
