// Runs inside a child process without rights: judges outputs with one assertion in Pyodide (WebAssembly). One process
// an assertion, never reused: Python code can patch any module, so an interpreter is not shared. The process is the
// boundary (no rights to files, processes, workers or add-ons; no code from strings, so no way from Python into
// JavaScript); the scrubbing below is the second line.
import { constants } from "node:fs";
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const send = process.send.bind(process);
const exit = process.exit.bind(process);
const on = process.on.bind(process);
on("disconnect", () => exit(0));

const MEMORY_CAP = 512 << 20;
const MAX_TIMEOUTS = 3;
const SIGN_OF_LIFE_MS = 250;
const [snapshotFile] = process.argv.slice(2);

const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65536 > MEMORY_CAP) throw new RangeError("memory cap");
  return grow.call(this, pages);
};
// Pyodide asks for file-system constants in a way that the permission model forbids.
process.binding = (name) => {
  if (name === "constants") return { fs: constants };
  throw new Error("denied");
};

const IMPORTS = "import re, json, math, statistics, difflib, string, unicodedata, collections, datetime, html, csv, ast, textwrap, hashlib, itertools, functools, decimal, random, urllib.parse, xml.etree.ElementTree";
const jsglobals = Object.create(null);
for (const name of ["setTimeout", "clearTimeout", "Object", "Array", "Promise", "Error"]) jsglobals[name] = globalThis[name];

const python = await loadPyodide({
  jsglobals,
  env: { HOME: "/home/pyodide" },
  stdin: () => null,
  stdout: () => {},
  stderr: () => {},
  ...(snapshotFile ? { _loadSnapshot: readFileSync(snapshotFile) } : {}),
});
python.runPython(IMPORTS);

// Pyodide polls element 0 of its interrupt buffer: a getter is a deadline without a second thread.
let deadline = Infinity;
python.setInterruptBuffer({
  get 0() {
    return Date.now() > deadline ? 2 : 0;
  },
  set 0(_) {},
});

for (const name of ["emscripten_run_script", "emscripten_run_script_int", "emscripten_run_script_string", "emscripten_async_run_script"]) {
  if (python._module[`_${name}`]) python._module[`_${name}`] = () => 0;
}

// Taken before the scrubbing, called only from here: the guest gets strings and gives strings, never an object of ours.
python.runPython(`
def __make_runner():
    import json, sys, os
    loads = json.loads
    state = {}
    class Denied:
        def find_spec(self, name, path=None, target=None):
            if name.split(".")[0] in DENIED:
                raise ImportError(name + " is not available in the sandbox")
    DENIED = frozenset(("js", "pyodide_js", "_pyodide", "_pyodide_core", "pyodide", "ctypes", "_ctypes", "micropip", "socket", "_socket", "ssl", "subprocess", "webbrowser", "multiprocessing", "threading", "_thread", "importlib.machinery"))
    for name in list(sys.modules):
        if name.split(".")[0] in ("js", "pyodide_js", "_pyodide", "_pyodide_core", "pyodide", "ctypes", "_ctypes", "webbrowser"):
            del sys.modules[name]
    sys.meta_path[:] = [Denied()] + [f for f in sys.meta_path if "JsFinder" not in type(f).__name__]
    for name in ("system", "popen", "execv", "execve", "fork", "forkpty", "spawnv", "spawnve", "posix_spawn", "posix_spawnp", "kill", "abort", "_exit"):
        if hasattr(os, name):
            setattr(os, name, None)

    def describe(error):
        try:
            kind = type(error).__name__
            text = str(error)
            line = None
            trace = error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == "<assertion>":
                    line = trace.tb_lineno
                trace = trace.tb_next
            if isinstance(error, SyntaxError) and error.filename == "<assertion>":
                line, text = error.lineno, error.msg
            where = "" if line is None else "line " + str(line) + ": "
            return where + kind + (": " + text if text else "")
        except BaseException:
            return "it raised something that cannot be shown"

    def load(source):
        scope = {"__name__": "assertion", "__builtins__": __builtins__}
        try:
            exec(compile(source, "<assertion>", "exec"), scope)
        except BaseException as error:
            return describe(error)
        check = scope.get("check")
        if not callable(check):
            return "the source defines no function check(output, context)"
        state["check"] = check
        return ""

    def judge(output, context):
        try:
            said = state["check"](output, loads(context))
            if said is True: return "p"
            if said is False: return "f"
            if type(said) is dict and type(said.get("pass")) is bool:
                reason = said.get("reason")
                return ("p" if said["pass"] else "f") + (reason[:500] if type(reason) is str else "")
            return "echeck returned " + type(said).__name__ + ": return True or False"
        except BaseException as error:
            return "e" + describe(error)
    return load, judge
__load, __judge = __make_runner()
del __make_runner
`);
const load = python.globals.get("__load");
const judge = python.globals.get("__judge");
python.runPython("del __load, __judge");

for (const name of ["process", "require", "fetch", "WebSocket", "navigator", "Worker", "Buffer", "global", "EventSource", "BroadcastChannel", "MessageChannel", "crypto", "XMLHttpRequest", "Deno", "Bun"]) {
  Object.defineProperty(globalThis, name, { value: undefined, configurable: false });
}

const timeOut = (ms) => `timed out after ${ms} ms`;

/** The interrupt surfaces as KeyboardInterrupt, or as a lost stderr when the guest caught that. */
function tidy(answer, ms, startedAt) {
  if (typeof answer !== "string" || answer === "") return ["e", "the interpreter gave no answer"];
  const late = Date.now() - startedAt > ms;
  if (answer[0] === "e" && late && /KeyboardInterrupt|lost sys/.test(answer)) return ["e", timeOut(ms)];
  return [answer[0] === "p" || answer[0] === "f" ? answer[0] : "e", answer.slice(1)];
}

function attempt(ms, work) {
  const startedAt = Date.now();
  deadline = startedAt + ms;
  try {
    return { answer: work(), startedAt };
  } catch (error) {
    const last = String(error?.message ?? error).trim().split("\n").pop();
    const lost = Date.now() - startedAt > ms || /KeyboardInterrupt|lost sys/.test(last);
    return { answer: `e${lost ? timeOut(ms) : /memory/i.test(last) ? "out of memory" : last.slice(0, 300)}`, startedAt };
  } finally {
    deadline = Infinity;
  }
}

let loaded = null;
on("message", ({ source, items, perItemMs }) => {
  if (loaded === null) loaded = attempt(2_000, () => load(source)).answer;
  const results = [];
  let gaveUp = "";
  if (loaded !== "") {
    const message = loaded[0] === "e" && loaded.startsWith("etimed") ? loaded.slice(1) : loaded;
    for (const _ of items) results.push(["e", message]);
    send({ type: "done", results, gaveUp: message });
    return;
  }
  let told = Date.now();
  let strikes = 0;
  for (let i = 0; i < items.length; i++) {
    if (Date.now() - told > SIGN_OF_LIFE_MS) {
      told = Date.now();
      send({ type: "at", index: i });
    }
    const context = JSON.stringify(items[i].context);
    const { answer, startedAt } = attempt(perItemMs, () => judge(items[i].output, context));
    results.push(tidy(answer, perItemMs, startedAt));
    if (Date.now() - startedAt <= perItemMs || ++strikes < MAX_TIMEOUTS) continue;
    gaveUp = `not run: on ${MAX_TIMEOUTS} outputs before it took longer than ${perItemMs} ms (${results[i][1]})`;
    while (results.length < items.length) results.push(["e", gaveUp]);
    break;
  }
  send({ type: "done", results, gaveUp });
});
send({ type: "ready" });
