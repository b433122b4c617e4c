import type { Json } from "./json";

/** Text that Postgres can hold: it knows no NUL and no half of a character. */
export const storable = (text: string): string =>
  text
    .replaceAll("\u0000", "\u2400")
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");

/** A field of this name is dropped by whoever copies the object, so it is kept under another. */
const storableKey = (key: string): string => (key === "__proto__" ? "_proto_" : storable(key));

/** The same value with storable text in it, and the fields of objects in order, so that equal values are written alike. */
export function storableJson(value: Json): Json {
  if (typeof value === "string") return storable(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [storableKey(key), storableJson(inner)]),
  );
}
