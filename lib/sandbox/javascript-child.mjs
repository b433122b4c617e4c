// Runs inside a child process without rights: judges chunks of outputs with one assertion in QuickJS (WebAssembly).
// The guest sees nothing of this process; this process has no network code loaded, no files, no environment.
import { newQuickJSWASMModuleFromVariant, newVariant, RELEASE_SYNC } from "quickjs-emscripten";

const send = process.send.bind(process);
process.on("disconnect", () => process.exit(0));

const PAGES_MAX = 4096; // 256 MiB: a 10 MB output in UTF-16, as JSON and parsed, with room to work.
const PAGES_TO_RENEW = 1024;
const STACK_BYTES = 256 << 10; // A larger one overflows the host's stack first and poisons the module.
const MAX_TIMEOUTS = 3;
const SIGN_OF_LIFE_MS = 250;

// `runtime.setMemoryLimit` does not hold in the WebAssembly build; a capped memory does.
async function newModule() {
  const wasmMemory = new WebAssembly.Memory({ initial: 256, maximum: PAGES_MAX });
  return { quickjs: await newQuickJSWASMModuleFromVariant(newVariant(RELEASE_SYNC, { wasmMemory })), wasmMemory };
}

/**
 * Evaluated before the guest's source, so that it holds the built-ins as they were. Strict, so that the guest cannot
 * climb to it by `caller`. Says what came of each item through `report`, which only it can reach.
 */
const RUNNER = `(function () {
  "use strict";
  const parse = JSON.parse, ownKeys = Reflect.ownKeys, toText = String;
  const describe = (thrown) => {
    try {
      if (typeof thrown === "object" && thrown !== null && typeof thrown.message === "string") {
        return (typeof thrown.name === "string" ? thrown.name + ": " : "") + thrown.message;
      }
      return "it threw " + toText(thrown);
    } catch (again) { return "it threw something that cannot be shown"; }
  };
  const judge = (check, item) => {
    const said = check(item.output, item.context);
    if (said === true) return ["p", ""];
    if (said === false) return ["f", ""];
    if (typeof said === "object" && said !== null) {
      if (typeof said.then === "function") return ["e", "check returned a Promise: return true or false"];
      const pass = said.pass, reason = said.reason;
      if (pass === true || pass === false) return [pass ? "p" : "f", typeof reason === "string" ? reason : ""];
    }
    return ["e", "check returned " + (said === null ? "null" : typeof said) + ": return true or false"];
  };
  return (check, text, from, report) => {
    if (typeof check !== "function") { report(-1, "e", "the source defines no function check(output, context)"); return; }
    const items = parse(text);
    for (let i = from; i < items.length; i++) {
      report(i, "", "");
      let code, detail;
      try { const result = judge(check, items[i]); code = result[0]; detail = result[1]; }
      catch (thrown) { code = "e"; detail = describe(thrown); }
      report(i, code, detail);
    }
  };
})()`;

let module = await newModule();
let progress = () => {};

/**
 * Judges the items from `from` on. Null when done, else where to go on after a time-out. An item that took longer than
 * its time without being interrupted (memory bombs do not poll the clock) counts like a time-out.
 */
function judgeFrom({ source, text, perItemMs, strikes }, from, results) {
  const runtime = module.quickjs.newRuntime({ maxStackSizeBytes: STACK_BYTES });
  let deadline = Date.now() + perItemMs;
  let current = from;
  let timedOut = false;
  runtime.setInterruptHandler(() => {
    if (Date.now() <= deadline) return false;
    timedOut = true;
    return true;
  });
  const context = runtime.newContext();
  const release = [];
  const keep = (handle) => (release.push(handle), handle);
  try {
    const runner = keep(context.unwrapResult(context.evalCode(RUNNER, "runner.js")));
    keep(context.unwrapResult(context.evalCode("globalThis.console = { log() {}, info() {}, warn() {}, error() {}, debug() {} };")));
    const loaded = context.evalCode(source, "assertion.js");
    if (loaded.error) {
      const message = timedOut ? timeOut(perItemMs) : sayError(context.dump(loaded.error));
      loaded.error.dispose();
      results.fill(["e", message], from);
      return null;
    }
    loaded.value.dispose();
    const check = keep(context.unwrapResult(context.evalCode("typeof check === 'undefined' ? undefined : check", "runner.js")));
    const report = keep(
      context.newFunction("report", (index, code, detail) => {
        const at = context.getNumber(index);
        const said = context.getString(code);
        if (said === "") {
          current = at;
          deadline = Date.now() + perItemMs;
          progress(at);
        } else if (at < 0) results.fill([said, context.getString(detail)], from);
        else {
          results[at] = [said, context.getString(detail)];
          if (Date.now() > deadline && ++strikes.count >= MAX_TIMEOUTS) return { error: context.newError("enough") };
        }
        return undefined;
      }),
    );
    const outcome = context.callFunction(runner, context.undefined, check, keep(context.newString(text)), keep(context.newNumber(from)), report);
    if (!outcome.error) {
      outcome.value.dispose();
      return null;
    }
    const message = timedOut ? timeOut(perItemMs) : sayError(context.dump(outcome.error));
    outcome.error.dispose();
    if (strikes.count < MAX_TIMEOUTS) {
      strikes.count++;
      results[current] = ["e", message];
    }
    return { next: current + 1 };
  } finally {
    for (const handle of release.reverse()) if (handle.alive) handle.dispose();
    context.dispose();
    runtime.dispose();
  }
}

const timeOut = (ms) => `timed out after ${ms} ms`;
const sayError = (dumped) => {
  if (typeof dumped !== "object" || dumped === null) return `it threw ${String(dumped)}`;
  const line = /assertion\.js:(\d+)/.exec(String(dumped.stack ?? ""))?.[1];
  return `${line ? `line ${line}: ` : ""}${dumped.name ?? "Error"}: ${dumped.message ?? ""}`;
};

async function judgeChunk({ source, items, perItemMs }) {
  const results = new Array(items.length).fill(["e", "not judged"]);
  const strikes = { count: 0 };
  const chunk = { source, text: JSON.stringify(items), perItemMs, strikes };
  let gaveUp = "";
  for (let from = 0; from < items.length && gaveUp === ""; ) {
    let stop;
    try {
      stop = judgeFrom(chunk, from, results);
    } catch (error) {
      // The host side of QuickJS gave up (memory or stack of the module): this item is at fault, the module is lost.
      const at = Math.max(from, lastAt);
      results[at] = ["e", /memory|abort/i.test(String(error)) ? "out of memory" : `the sandbox gave up: ${error.message}`];
      strikes.count++;
      stop = { next: at + 1 };
      module = await newModule();
    }
    if (stop === null) break;
    from = stop.next;
    if (strikes.count >= MAX_TIMEOUTS) {
      gaveUp = `not run: on ${MAX_TIMEOUTS} outputs before it took longer than ${perItemMs} ms (${results[from - 1][1]})`;
      results.fill(["e", gaveUp], from);
    }
  }
  if (module.wasmMemory.buffer.byteLength / 65536 > PAGES_TO_RENEW) module = await newModule();
  return { results, gaveUp };
}

let lastAt = 0;
process.on("message", (chunk) => {
  let told = Date.now();
  lastAt = 0;
  progress = (index) => {
    lastAt = index;
    if (Date.now() - told < SIGN_OF_LIFE_MS) return;
    told = Date.now();
    send({ type: "at", index });
  };
  judgeChunk(chunk).then((outcome) => send({ type: "done", ...outcome }));
});
send({ type: "ready" });
