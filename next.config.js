/** @type {import("next").NextConfig} */
export default {
  // These resolve files beside themselves (WebAssembly, SQL): the bundler must leave them alone.
  serverExternalPackages: ["pg-boss", "pg", "quickjs-emscripten", "pyodide"],
  poweredByHeader: false,
  // In development Next prints the arguments of server actions: a key typed into the settings would be among them.
  logging: { serverFunctions: false },
  // A page within a page of another site could be clicked unseen. Addresses hold the tokens of invitations.
  headers: () => [
    {
      source: "/:path*",
      headers: [
        {
          key: "content-security-policy",
          value: "frame-ancestors 'none'; object-src 'none'; base-uri 'none'",
        },
        { key: "x-frame-options", value: "DENY" },
        { key: "x-content-type-options", value: "nosniff" },
        { key: "referrer-policy", value: "same-origin" },
      ],
    },
  ],
  typescript: { ignoreBuildErrors: false },
};
