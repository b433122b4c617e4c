// Makes the memory image from which interpreters start in a third of a second. Runs as a process of its own with no
// guest code in it: `node python-snapshot.mjs FILE`.
import { renameSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";
import { IMPORT_PRELOADED } from "./python-modules.mjs";

const file = process.argv[2];
const python = await loadPyodide({ _makeSnapshot: true });
python.runPython(IMPORT_PRELOADED);
// Whole or not at all: another process may be looking for it.
const half = `${file}.${process.pid}`;
writeFileSync(half, python.makeMemorySnapshot(), { mode: 0o600 });
renameSync(half, file);
