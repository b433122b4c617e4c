// Runs inside a child process without rights: judges chunks of outputs with one assertion in QuickJS (WebAssembly).
// The guest sees nothing of this process; this process has no files, no environment and no way to the network.
import { newQuickJSWASMModuleFromVariant, newVariant, RELEASE_SYNC } from "quickjs-emscripten";
import { clearEnvironment, createClock, createProgress, shutNetwork, timeOut } from "./child-limits.mjs";
import { CONSOLE, FAST_SPLIT, RUNNER } from "./javascript-prelude.mjs";

const send = process.send.bind(process);
process.on("disconnect", () => process.exit(0));
clearEnvironment();
shutNetwork();

const PAGE = 65_536;
const MIB = 1 << 20;
const PAGES_MAX = 8_192;
const PAGES_TO_RENEW = 1_024;
/** An output is there as JSON, as a string of 16-bit units and as what the guest makes of it. */
const BYTES_A_CHARACTER = 12;
/** What the runner reports, by number; 0 says that it begins. */
const KINDS = [null, "p", "f", "e"];
const OUT_OF_MEMORY = "InternalError: out of memory";
const STACK_BYTES = 256 << 10; // A larger one overflows the host's stack first and poisons the engine.

// `runtime.setMemoryLimit` does not hold in the WebAssembly build; a memory that refuses to grow does.
async function newEngine() {
  const wasmMemory = new WebAssembly.Memory({ initial: 256, maximum: PAGES_MAX });
  const engine = { quickjs: null, wasmMemory, cap: PAGES_MAX * PAGE };
  const grow = wasmMemory.grow.bind(wasmMemory);
  wasmMemory.grow = (pages) => {
    if (wasmMemory.buffer.byteLength + pages * PAGE > engine.cap) throw new RangeError("memory cap");
    return grow(pages);
  };
  engine.quickjs = await newQuickJSWASMModuleFromVariant(newVariant(RELEASE_SYNC, { wasmMemory }));
  return engine;
}

let engine = await newEngine();
const clock = createClock();

const sayError = (dumped) => {
  if (typeof dumped !== "object" || dumped === null) return `it threw ${String(dumped)}`;
  const text = typeof dumped.message === "string" ? dumped.message : "";
  return `${lineOf(dumped.stack)}${typeof dumped.name === "string" ? dumped.name : "Error"}: ${text}`;
};
const lineOf = (stack) => {
  const line = /assertion\.js:(\d+)/.exec(typeof stack === "string" ? stack : "")?.[1];
  return line ? `line ${line}: ` : "";
};

/** Turns an error that left the guest into its message, and frees it. */
function takeError(context, error) {
  const message = clock.fired ? null : sayError(context.dump(error));
  error.dispose();
  return message;
}

/** The guest's `check`, or the message that says why there is none. Its handles are put on `keep`. */
function loadGuest(context, source, keep) {
  for (const setUp of [CONSOLE, FAST_SPLIT])
    context.unwrapResult(context.evalCode(setUp, "runner.js")).dispose();
  const runner = keep(context.unwrapResult(context.evalCode(RUNNER, "runner.js")));
  for (const code of [source, "typeof check === 'function' ? check : undefined"]) {
    const loaded = context.evalCode(code, "assertion.js", { type: "global" });
    if (loaded.error) return { message: takeError(context, loaded.error) };
    const check = keep(loaded.value);
    if (code !== source) {
      return context.typeof(check) === "function"
        ? { runner, check }
        : { message: "the source defines no function check(output, context)" };
    }
  }
  throw new Error("unreachable");
}

/** Judges the items from `chunk.at` on in a runtime of their own, until the end or until one is interrupted. */
function judgeInNewRuntime(chunk) {
  const { source, text, perItemMs, results, progress } = chunk;
  const runtime = engine.quickjs.newRuntime({ maxStackSizeBytes: STACK_BYTES });
  runtime.setInterruptHandler(() => clock.isOver());
  const context = runtime.newContext();
  const handles = [];
  const keep = (handle) => (handles.push(handle), handle);
  try {
    clock.start(perItemMs);
    const { message, runner, check } = loadGuest(context, source, keep);
    if (!check) {
      chunk.broken = message ?? timeOut(perItemMs);
      return;
    }
    // The runner first parses the items, which is not the guest's time.
    clock.stop();
    const report = keep(
      context.newFunction("report", (...said) => {
        const [index, code, detail, where] = said;
        const at = context.getNumber(index);
        const kind = KINDS[context.getNumber(code)];
        chunk.at = at + 1;
        progress.sign();
        if (kind) {
          const words = detail ? context.getString(detail) : "";
          results[at] = [kind, kind === "e" && where ? lineOf(context.getString(where)) + words : words];
          // Memory bombs do not poll the clock: what overran without being interrupted counts like a time-out.
          if (clock.isOver() || (kind === "e" && words === OUT_OF_MEMORY)) progress.strike();
        }
        if (at >= 0 && progress.reasonToStop("") !== "") return { error: context.newError("enough") };
        clock.start(perItemMs);
        return undefined;
      }),
    );
    const from = keep(context.newNumber(chunk.at));
    const outcome = context.callFunction(
      runner,
      context.undefined,
      check,
      keep(context.newString(text)),
      from,
      report,
    );
    if (!outcome.error) {
      outcome.value.dispose();
      return;
    }
    const failure = takeError(context, outcome.error);
    if (chunk.at === results.length || progress.reasonToStop("") !== "") return;
    results[chunk.at] = ["e", failure ?? timeOut(perItemMs)];
    chunk.at += 1;
    progress.strike();
  } finally {
    for (const handle of handles.reverse()) if (handle.alive) handle.dispose();
    context.dispose();
    runtime.dispose();
    clock.stop();
  }
}

async function judgeChunk({ token, source, text, count, perItemMs, jobMs, memoryMb }) {
  const results = new Array(count).fill(null);
  const progress = createProgress(send, { token, jobMs });
  const chunk = { source, text, perItemMs, results, progress, at: 0, broken: "" };
  engine.cap = memoryMb * MIB + BYTES_A_CHARACTER * text.length;
  let gaveUp = "";
  while (chunk.at < count && gaveUp === "") {
    try {
      judgeInNewRuntime(chunk);
    } catch (error) {
      // The engine itself gave up (its memory or stack): this item is at fault, and the engine is lost.
      results[chunk.at] = [
        "e",
        /memory|abort/i.test(String(error)) ? "out of memory" : `the engine gave up: ${error.message}`,
      ];
      chunk.at += 1;
      progress.strike();
      engine = await newEngine();
      engine.cap = memoryMb * MIB + BYTES_A_CHARACTER * text.length;
    }
    gaveUp = chunk.broken || progress.reasonToStop(results[chunk.at - 1]?.[1] ?? "");
  }
  if (engine.wasmMemory.buffer.byteLength / PAGE > PAGES_TO_RENEW) engine = await newEngine();
  return { results: results.map((result) => result ?? ["e", gaveUp]), gaveUp };
}

process.on("message", async (chunk) => {
  send({ type: "done", token: chunk.token, ...(await judgeChunk(chunk)) });
});
send({ type: "ready" });
