import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** The files of the app with this name, by their folder. */
export const filesNamed = (name: string): string[] =>
  readdirSync(path.join(ROOT, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === name)
    .map((file) => path.join("app", path.dirname(file)).replaceAll("\\", "/"));

export async function exportsOf(file: string): Promise<Readonly<Record<string, unknown>>> {
  const loaded: unknown = await import(/* @vite-ignore */ path.join(ROOT, file));
  return z.record(z.string(), z.unknown()).parse({ ...z.looseObject({}).parse(loaded) });
}

/** Calls what a module exports: nothing is known of its type but that it is a function. */
export function call(exported: unknown, ...given: readonly unknown[]): unknown {
  if (typeof exported !== "function") throw new Error("This is no function.");
  return Reflect.apply(exported, undefined, given);
}

const ACTION_FILES = readdirSync(path.join(ROOT, "lib/actions")).filter((file) =>
  readFileSync(path.join(ROOT, "lib/actions", file), "utf8").startsWith('"use server"'),
);

/** Every action by its name. */
export async function listActions(): Promise<Map<string, unknown>> {
  const modules = await Promise.all(ACTION_FILES.map((file) => exportsOf(`lib/actions/${file}`)));
  return new Map(modules.flatMap((actions) => Object.entries(actions)));
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Every method of every route, as "GET app/api/health". */
export async function listRoutes(): Promise<Map<string, unknown>> {
  const found = await Promise.all(
    filesNamed("route.ts").map(async (folder) =>
      Object.entries(await exportsOf(`${folder}/route.ts`))
        .filter(([method]) => METHODS.includes(method))
        .map(([method, handler]) => [`${method} ${folder}`, handler] as const),
    ),
  );
  return new Map(found.flat());
}
