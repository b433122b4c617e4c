/**
 * Python, evaluated before any guest code: removes the ways to JavaScript and to the system, and leaves two functions
 * that take strings and give strings, so that no object of this process reaches the guest.
 */
export const PYTHON_RUNNER = `
def __make_runner():
    import json, sys, os
    loads = json.loads
    state = {}
    DENIED = frozenset((
        "js", "pyodide_js", "_pyodide", "_pyodide_core", "pyodide", "ctypes", "_ctypes", "micropip", "socket", "_socket",
        "ssl", "_ssl", "subprocess", "_posixsubprocess", "webbrowser", "multiprocessing", "threading", "_thread",
    ))
    class Denied:
        def find_spec(self, name, path=None, target=None):
            if name.split(".")[0] in DENIED:
                raise ImportError(name + " is not available in the sandbox")
    for name in list(sys.modules):
        if name.split(".")[0] in ("js", "pyodide_js", "_pyodide", "_pyodide_core", "pyodide", "ctypes", "_ctypes", "webbrowser"):
            del sys.modules[name]
    sys.meta_path[:] = [Denied()] + [f for f in sys.meta_path if "JsFinder" not in type(f).__name__]
    for name in ("system", "popen", "execv", "execve", "fork", "forkpty", "spawnv", "spawnve", "posix_spawn",
                 "posix_spawnp", "kill", "abort", "_exit"):
        for module in (os, sys.modules.get("posix")):
            if hasattr(module, name):
                setattr(module, name, None)

    def describe(error):
        try:
            kind = type(error).__name__
            text = str(error)[:500]
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
            return "e" + describe(error)
        check = scope.get("check")
        if not callable(check):
            return "ethe source defines no function check(output, context)"
        state["check"] = check
        return ""

    def explain(said):
        return {"NoneType": "nothing", "coroutine": "a coroutine (remove async)"}.get(type(said).__name__, "a value of type " + type(said).__name__)

    def judge(output, context):
        try:
            said = state["check"](output, loads(context))
            if said is True: return "p"
            if said is False: return "f"
            if type(said) is dict and type(said.get("pass")) is bool:
                reason = said.get("reason")
                return ("p" if said["pass"] else "f") + (reason[:500] if type(reason) is str else "")
            return "echeck returned " + explain(said) + ": return True or False"
        except BaseException as error:
            return "e" + describe(error)
    return load, judge
__load, __judge = __make_runner()
del __make_runner
`;
