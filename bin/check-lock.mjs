// Says what is wrong with package-lock.json for other machines: packages of other systems that are missing (then
// `npm ci` fails there), and addresses of a particular registry.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

function findUpwards(packages, from, name) {
  for (let at = from; ;) {
    if (packages[`${at ? `${at}/` : ""}node_modules/${name}`]) return true;
    if (!at) return false;
    const end = at.lastIndexOf("/node_modules/");
    at = end >= 0 ? at.slice(0, end) : "";
  }
}

/** A sentence for each fault; none when the lock works everywhere. */
export function checkLock(text) {
  const { packages } = JSON.parse(text);
  return Object.entries(packages).flatMap(([place, entry]) => [
    ...Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !findUpwards(packages, place, name))
      .map((name) => `${place || "package.json"} wants ${name}, which the lock lacks`),
    // .npmrc leaves them out, so that the lock holds wherever packages come from.
    ...(/^https?:/.test(entry.resolved ?? "") ? [`${place} is tied to ${new URL(entry.resolved).host}`] : []),
  ]);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const faults = checkLock(readFileSync("package-lock.json", "utf8"));
  for (const fault of faults) console.error(fault);
  process.exit(faults.length > 0 ? 1 : 0);
}
