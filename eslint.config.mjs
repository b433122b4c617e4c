import next from "eslint-config-next/core-web-vitals";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "tests/fixtures/**",
      ".next/**",
      ".data/**",
      ".cache/**",
      "lib/db/generated/**",
      "next-env.d.ts",
    ],
  },
  ...next,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.mjs", "*.cjs", "*.js"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    rules: {
      "@typescript-eslint/no-floating-promises": ["error", { ignoreVoid: false }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: false },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unsafe-type-assertion": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/require-await": "off",
      "no-console": "error",
      "max-params": ["error", 3],
      "max-lines": ["warn", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["warn", { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ["warn", 10],
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Read lib/env.ts." },
        { object: "Math", property: "random", message: "Take an rng." },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Named exports only." },
        {
          selector: "CallExpression[callee.object.name='JSON'][callee.property.name='parse']",
          message: "Parse with a schema: lib/domain/json.ts.",
        },
        { selector: "TSEnumDeclaration", message: "Use a union." },
      ],
    },
  },
  {
    files: [
      "app/**/{page,layout,error,not-found,loading,global-error,template,default}.tsx",
      "*.config.*",
      "next.config.js",
    ],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["lib/env.ts", "instrumentation.ts", "*.config.*", "bin/**", "tests/**"],
    rules: { "no-restricted-properties": "off" },
  },
  { files: ["bin/**", "lib/log.ts", "tests/**"], rules: { "no-console": "off" } },
  {
    files: ["tests/**", "lib/domain/json.ts"],
    rules: { "no-restricted-syntax": "off", "max-lines-per-function": "off" },
  },
  // Matchers such as expect.stringContaining are typed `any`.
  { files: ["tests/**"], rules: { "@typescript-eslint/no-unsafe-assignment": "off" } },
  {
    files: ["lib/domain/**"],
    rules: {
      "no-restricted-globals": ["error", "Date", "fetch", "setTimeout", "process", "window", "document"],
    },
  },
  // Plain scripts run before anything is installed or inside the sandbox: no types, no schema library there.
  {
    files: ["**/*.cjs", "**/*.mjs", "**/*.js"],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ["**/*.cjs", "**/*.mjs", "**/*.js"],
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      "no-restricted-syntax": "off",
      "no-restricted-properties": "off",
    },
  },
);
