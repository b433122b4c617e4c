/** Imported before the image is taken: an assertion that wants one of them does not wait for it. */
export const PRELOADED = [
  [
    "re",
    "json",
    "math",
    "statistics",
    "difflib",
    "string",
    "unicodedata",
    "collections",
    "datetime",
    "html",
    "csv",
  ],
  ["ast", "textwrap", "hashlib", "itertools", "functools", "decimal", "random", "urllib.parse"],
  ["xml.etree.ElementTree"],
].flat();

export const IMPORT_PRELOADED = `import ${PRELOADED.join(", ")}`;
