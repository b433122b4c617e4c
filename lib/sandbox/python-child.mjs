// Runs inside a child process without rights: judges outputs with one assertion in Pyodide (WebAssembly). One process
// an assertion, never reused: Python code can patch any module, so an interpreter is not shared. The process is the
// boundary (no rights to files, processes, workers or add-ons; no code from strings, so no way from Python into
// JavaScript); the scrubbing below is the second line.
import { constants, readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";
import {
  clearEnvironment,
  createClock,
  createProgress,
  freezeRealm,
  shutNetwork,
  timeOut,
} from "./child-limits.mjs";
import { IMPORT_PRELOADED } from "./python-modules.mjs";
import { PYTHON_RUNNER } from "./python-runner.mjs";

const send = process.send.bind(process);
const exit = process.exit.bind(process);
const on = process.on.bind(process);
const { parse, stringify } = JSON;
on("disconnect", () => exit(0));
clearEnvironment();

const LOAD_MS = 1_000;
const [imageFile] = process.argv.slice(2);
const clock = createClock();

let memoryCap = 512 << 20;
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65_536 > memoryCap) throw new RangeError("memory cap");
  return grow.call(this, pages);
};
// Pyodide asks for file-system constants in a way that the permission model forbids.
process.binding = (name) => {
  if (name === "constants") return { fs: constants };
  throw new Error("denied");
};

const jsglobals = Object.create(null);
for (const name of ["setTimeout", "clearTimeout", "Object", "Array", "Promise", "Error"])
  jsglobals[name] = globalThis[name];
const python = await loadPyodide({
  jsglobals,
  env: { HOME: "/home/pyodide" },
  stdin: () => null,
  stdout: () => {},
  stderr: () => {},
  ...(imageFile ? { _loadSnapshot: readFileSync(imageFile) } : {}),
});
python.runPython(IMPORT_PRELOADED);

// Pyodide polls element 0 of its interrupt buffer: a getter is a deadline without a second thread.
python.setInterruptBuffer({
  get 0() {
    return clock.isOver() ? 2 : 0;
  },
  set 0(_) {},
});
for (const suffix of ["", "_int", "_string"]) {
  const name = `_emscripten_run_script${suffix}`;
  if (python._module[name]) python._module[name] = () => 0;
}
if (python._module._emscripten_async_run_script) python._module._emscripten_async_run_script = () => 0;

python.runPython(PYTHON_RUNNER);
const load = python.globals.get("__load");
const judge = python.globals.get("__judge");
python.runPython("del __load, __judge");

shutNetwork();
freezeRealm();
const HOST_GLOBALS = [
  [
    "process",
    "require",
    "global",
    "Buffer",
    "navigator",
    "crypto",
    "Worker",
    "BroadcastChannel",
    "MessageChannel",
  ],
  ["fetch", "Request", "WebSocket", "EventSource", "XMLHttpRequest", "Deno", "Bun"],
].flat();
for (const name of HOST_GLOBALS)
  Object.defineProperty(globalThis, name, { value: undefined, configurable: false });

/** Calls into Python within a limit. An interrupt surfaces as KeyboardInterrupt, or as a lost stderr where it was caught. */
function attempt(ms, work) {
  clock.start(ms);
  try {
    const answer = work();
    if (typeof answer !== "string") return `e${timeOutOr(ms, "the interpreter gave no answer")}`;
    return clock.fired && /^e.*(KeyboardInterrupt|lost sys)/.test(answer) ? `e${timeOut(ms)}` : answer;
  } catch (error) {
    const last = String(error?.message ?? error)
      .trim()
      .split("\n")
      .pop()
      .slice(0, 300);
    return `e${timeOutOr(ms, /memory/i.test(last) ? "out of memory" : last)}`;
  }
}
const timeOutOr = (ms, message) => (clock.fired ? timeOut(ms) : message);

/** Empty when the assertion is loaded, or why it cannot be. */
function loadOnce(source) {
  const answer = attempt(LOAD_MS, () => load(source));
  clock.stop();
  return answer.slice(1);
}

function judgeItem({ output, context }, perItemMs, progress) {
  const text = stringify(context);
  const answer = attempt(perItemMs, () => judge(output, text));
  if (clock.isOver() || /MemoryError|out of memory/.test(answer)) progress.strike();
  clock.stop();
  const kind = answer[0];
  return kind === "p" || kind === "f" ? [kind, answer.slice(1)] : ["e", answer.slice(1)];
}

let broken = null;
on("message", ({ token, source, text, count, perItemMs, jobMs, memoryMb }) => {
  memoryCap = memoryMb << 20;
  const progress = createProgress(send, { token, jobMs });
  progress.sign();
  broken ??= loadOnce(source);
  let gaveUp = broken;
  const results = [];
  const items = gaveUp === "" ? parse(text) : [];
  for (const item of items) {
    progress.sign();
    results.push(judgeItem(item, perItemMs, progress));
    gaveUp = results.length < count ? progress.reasonToStop(results.at(-1)[1]) : "";
    if (gaveUp !== "") break;
  }
  // After the last item, too: three strikes at the end of a chunk hold for the chunks that follow.
  gaveUp ||= progress.reasonToStop("");
  while (results.length < count) results.push(["e", gaveUp]);
  send({ type: "done", token, results, gaveUp });
});
send({ type: "ready" });
