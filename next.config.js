/** @type {import("next").NextConfig} */
export default {
  // These resolve files beside themselves (WebAssembly, SQL): the bundler must leave them alone.
  serverExternalPackages: ["pg-boss", "pg", "quickjs-emscripten", "pyodide"],
  poweredByHeader: false,
  // In development Next prints the arguments of server actions: a key typed into the settings would be among them.
  logging: { serverFunctions: false },
  typescript: { ignoreBuildErrors: false },
};
