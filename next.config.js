/** @type {import("next").NextConfig} */
export default {
  // These resolve files beside themselves (WebAssembly, SQL): the bundler must leave them alone.
  serverExternalPackages: ["pg-boss", "pg", "quickjs-emscripten", "pyodide", "highs"],
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: false },
};
