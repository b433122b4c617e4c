// Writes a migration from the difference between prisma/schema.prisma and prisma/migrations, offline: Prisma's own
// schema engine as WebAssembly, with an in-memory PGlite as shadow database.  `--check` only says whether one is missing.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { PrismaPGlite } from "pglite-prisma-adapter";

const require = createRequire(import.meta.url);
const dir = "prisma/migrations";
const schema = { path: "prisma/schema.prisma", content: readFileSync("prisma/schema.prisma", "utf8") };

async function loadEngine(factory) {
  const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = path.join(
    path.dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg")),
    "schema_engine_bg.wasm",
  );
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const datamodels = [[schema.path, schema.content]];
  return glue.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
}

function existing() {
  const lock = path.join(dir, "migration_lock.toml");
  const names = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  return {
    baseDir: path.resolve(dir),
    lockfile: { path: "migration_lock.toml", content: existsSync(lock) ? readFileSync(lock, "utf8") : null },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(path.join(dir, name, "migration.sql"), "utf8") },
      },
    })),
  };
}

const name = process.argv[2];
if (name === undefined) {
  console.error("Usage: npm run migrate:new -- NAME    (or --check)");
  process.exit(2);
}
const factory = new PrismaPGlite(new PGlite("memory://"));
factory.connectToShadowDb = async () => new PrismaPGlite(new PGlite("memory://")).connect();
const engine = await loadEngine(factory);
const list = existing();
const { exitCode, stdout } = await engine.diff({
  from: list.migrationDirectories.length > 0 ? { tag: "migrations", ...list } : { tag: "empty" },
  to: { tag: "schemaDatamodel", files: [schema] },
  script: true,
  exitCode: true,
  filters: { externalTables: [], externalEnums: [] },
});
if (exitCode === 0) {
  console.log("The migrations match prisma/schema.prisma.");
} else if (name === "--check") {
  console.error(`prisma/schema.prisma has changes without a migration:\n${stdout}`);
  process.exit(1);
} else {
  const id = `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`;
  mkdirSync(path.join(dir, id), { recursive: true });
  writeFileSync(path.join(dir, id, "migration.sql"), stdout);
  if (list.lockfile.content === null)
    writeFileSync(path.join(dir, "migration_lock.toml"), 'provider = "postgresql"\n');
  console.log(`Wrote ${dir}/${id}/migration.sql`);
}
process.exit(0);
