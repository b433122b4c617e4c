/** Each room of the house, and the rooms it may open a door to. Anything not listed is a wall. */
const rooms = {
  "lib/domain": ["lib/domain"],
  "lib/formats": ["lib/formats", "lib/domain"],
  "lib/llm": ["lib/llm", "lib/domain", "lib/env", "lib/log"],
  "lib/sandbox": ["lib/sandbox", "lib/domain", "lib/env", "lib/log"],
  "lib/db": ["lib/db", "lib/domain", "lib/env", "lib/log"],
  "lib/jobs": ["lib/jobs", "lib/domain", "lib/env", "lib/log"],
  "lib/workflow": [
    "lib/workflow",
    "lib/db",
    "lib/llm",
    "lib/sandbox",
    "lib/jobs",
    "lib/formats",
    "lib/domain",
    "lib/log",
  ],
  "lib/actions": ["lib/actions", "lib/workflow", "lib/ports", "lib/domain"],
  components: ["components", "lib/actions", "lib/domain"],
  app: ["app", "components", "lib/actions", "lib/workflow", "lib/ports", "lib/db", "lib/domain"],
  bin: ["bin", "lib/workflow", "lib/ports", "lib/formats", "lib/domain"],
};

/** Each vendor, and the only rooms that may know it exists. */
const vendors = {
  "react(-dom)?": ["app", "components"],
  next: ["app", "components", "lib/actions"],
  zustand: ["components"],
  openai: ["lib/llm/openai-client"],
  "(@prisma/.*|prisma)": ["lib/db", "prisma", "bin/migrate-new"],
  pg: ["lib/db", "lib/jobs", "bin/migrate"],
  "better-auth": ["lib/db/auth"],
  "pg-boss": ["lib/jobs"],
  "quickjs-emscripten": ["lib/sandbox"],
  pyodide: ["lib/sandbox"],
  "csv-parse": ["lib/formats"],
  fflate: ["lib/formats"],
  "franc-min": ["lib/workflow"],
  // Only tests and benchmarks hold our own exact search against it.
  highs: ["tests"],
};

const anyOf = (paths) => `^(${paths.join("|")})(/|\\.|$)`;
const npm = (name) => `(^|node_modules/)${name}(/|$)`;

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "warn",
      from: { orphan: true, pathNot: ["\\.config\\.", "^(app|tests|prisma|bin)/", "\\.d\\.ts$", "\\.mjs$"] },
      to: {},
    },
    ...Object.entries(rooms).map(([room, doors]) => ({
      name: `room:${room}`,
      comment: `${room} may import only: ${doors.join(", ")}`,
      severity: "error",
      from: { path: anyOf([room]) },
      to: { path: "^(app|bin|components|lib|prisma|tests)(/|$)", pathNot: anyOf(doors) },
    })),
    ...Object.entries(vendors).map(([vendor, owners]) => ({
      name: `vendor:${vendor}`,
      severity: "error",
      from: { path: "^(app|bin|components|lib|prisma)/", pathNot: anyOf(owners) },
      to: { path: npm(vendor) },
    })),
    {
      name: "domain-is-pure",
      comment: "zod is the only package the domain may use",
      severity: "error",
      from: { path: "^lib/domain/" },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-no-pkg", "npm-unknown", "core"], pathNot: npm("zod") },
    },
    {
      name: "no-test-code-in-the-app",
      severity: "error",
      from: { pathNot: "^tests/" },
      to: { path: "^tests/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|lib/db/generated|tests/fixtures/walls)" },
  },
};
