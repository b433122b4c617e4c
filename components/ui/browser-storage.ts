/** Null: this browser allows the site no storage. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** What this browser keeps under a name; null: nothing, or it allows no storage. */
export const readKept = (name: string): string | null => storage()?.getItem(name) ?? null;

/** Keeps a text; false: the browser has no room or allows no storage. */
export function keepInBrowser(name: string, text: string): boolean {
  const kept = storage();
  if (kept === null) return false;
  try {
    kept.setItem(name, text);
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

export const forgetKept = (name: string): void => storage()?.removeItem(name);

/** The names under which something is kept that begin like this, in their order. */
export function namesKept(prefix: string): string[] {
  const kept = storage();
  if (kept === null) return [];
  const names = Array.from({ length: kept.length }, (_, i) => kept.key(i) ?? "");
  return names.filter((name) => name.startsWith(prefix)).toSorted();
}

/** Whether anything can be kept at all. */
export function keepsAnything(): boolean {
  const isKept = keepInBrowser("touchstone.probe", "1");
  forgetKept("touchstone.probe");
  return isKept;
}
